import { randomBytes } from 'node:crypto';
import { deliver, type Delivery, type DeliveryOptions } from './delivery.ts';
import type { HrRegistration, HrRegistrations, RegistrationContent } from './registrations.ts';

const source = 'https://hr.demo.example';

export type Act = 'approve' | 'reject' | 'delete';

const acts = {
  approve: { type: 'registration.approved', status: 'approved', from: ['pending', 'rejected'] },
  reject: { type: 'registration.rejected', status: 'rejected', from: ['pending', 'approved'] },
  delete: { type: 'registration.deleted', status: 'deleted', from: ['pending', 'approved', 'rejected'] },
} as const;

export function mayBe(act: Act, { status }: HrRegistration): boolean {
  return acts[act].from.some((from) => from === status);
}

export function actOf(name: string): Act | null {
  return name === 'approve' || name === 'reject' || name === 'delete' ? name : null;
}

/** What somebody in HR does. Each act is kept first and sent then, so that a service that is away loses nothing. */
export class HrDesk {
  readonly #registrations: HrRegistrations;
  readonly #options: DeliveryOptions;

  constructor(registrations: HrRegistrations, options: DeliveryOptions) {
    this.#registrations = registrations;
    this.#options = options;
  }

  register(content: RegistrationContent, isApproved: boolean): Promise<Delivery> {
    const registrationId = `HR-${new Date().toISOString().slice(2, 10).replaceAll('-', '')}-${randomBytes(3).toString('hex')}`;
    const registration: HrRegistration = {
      registrationId,
      version: 1,
      status: isApproved ? 'approved' : 'pending',
      ...content,
      unsent: [],
      answer: null,
    };
    const data = { ...this.#whole(content), approved: isApproved };
    return this.#record(registration, 'registration.created', data);
  }

  change(before: HrRegistration, content: RegistrationContent): Promise<Delivery> {
    const registration = { ...before, ...content, version: before.version + 1 };
    return this.#record(registration, 'registration.changed', this.#whole(content));
  }

  act(before: HrRegistration, act: Act): Promise<Delivery> {
    const { type, status } = acts[act];
    return this.#record({ ...before, status, version: before.version + 1 }, type, {});
  }

  /** Sends what nobody has taken yet; the service sorts it by version, whatever arrives late. */
  async sendWaiting(): Promise<Delivery | null> {
    let last: Delivery | null = null;
    for (const registration of this.#registrations.waiting()) last = await this.#send(registration);
    return last;
  }

  #record(registration: HrRegistration, type: string, data: Record<string, unknown>): Promise<Delivery> {
    const { registrationId, version, unsent } = registration;
    const cloudEvent = {
      specversion: '1.0',
      id: `${registrationId}-${version}`,
      source,
      type,
      time: new Date().toISOString(),
      subject: registrationId,
      data: { registrationId, version, ...data },
    };
    const kept = { ...registration, unsent: [...unsent, cloudEvent] };
    this.#registrations.save(kept);
    return this.#send(kept);
  }

  async #send({ registrationId, unsent }: HrRegistration): Promise<Delivery> {
    let delivery: Delivery = { state: 'taken', answer: 'Nothing was waiting.' };
    for (const cloudEvent of unsent) {
      delivery = await deliver(this.#options, cloudEvent);
      const now = this.#registrations.find(registrationId);
      if (!now) break;
      const isWaiting = delivery.state === 'waiting';
      this.#registrations.save({
        ...now,
        answer: delivery.answer,
        unsent: isWaiting ? now.unsent : now.unsent.filter((one) => one['id'] !== cloudEvent['id']),
      });
      if (isWaiting) break;
    }
    return delivery;
  }

  #whole({ employeeId, absenceType, from, to, comment }: RegistrationContent): Record<string, unknown> {
    const employee = this.#registrations.employees.get(employeeId);
    return { employee, absenceType, period: { from, to }, ...(comment !== '' && { comment }) };
  }
}
