import { desiredCalendarEvent, type DesiredCalendarEvent } from '#domain/calendar-event.ts';
import type { Company } from '#domain/company.ts';
import type { CalendarDate } from '#domain/period.ts';
import type {
  Employee,
  HrRegistrationEvent,
  RegistrationData,
  RegistrationEvent,
} from '#domain/registration-event.ts';
import { versionOf, type Registration } from '#domain/registration.ts';
import { nextSyncStep, registrationStatus, type RegistrationStatus, type SyncStep } from '#domain/sync.ts';
import {
  anna,
  annaVacation,
  approved,
  bo,
  changed,
  companyWith,
  created,
  deleted,
  fingerprint,
  given,
  rejected,
} from './builders.ts';
import { carryOut, OutlookSimulator, tenantOf, type Fate, type OutlookEvent } from './outlook-simulator.ts';

const annaLund = { ...anna, mailbox: 'anna.lund@contoso.example' };

/** One registration of Anna's, the company, and Outlook: what happens, and what a person sees afterwards. */
export class Scene {
  readonly outlook = new OutlookSimulator(
    ['tenant-1', 'tenant-2'],
    [anna.mailbox, bo.mailbox, 'carla.krog@contoso.example'],
  );
  company: Company = companyWith();
  data: RegistrationData = annaVacation;
  /** The event that the user removed, and what HR had said by then. */
  removedByUser: { readonly version: number; readonly event: OutlookEvent } | null = null;
  requests: SyncStep['kind'][] = [];
  private readonly stream: RegistrationEvent[] = [];

  get registration(): Registration {
    return given(...this.stream);
  }
  get namedByHr(): string[] {
    return this.stream.flatMap((event) =>
      'data' in event && event.data ? [event.data.employee.mailbox] : [],
    );
  }
  get desired(): DesiredCalendarEvent {
    return desiredCalendarEvent(this.registration, this.company);
  }
  get status(): RegistrationStatus {
    return registrationStatus(this.registration, this.company, fingerprint);
  }
  get calendars(): OutlookEvent[] {
    return this.outlook.eventsIn(tenantOf(this.company));
  }
  nextStep(): SyncStep {
    return nextSyncStep(this.registration, this.company, fingerprint);
  }

  hrCreates(isApproved: boolean) {
    return this.hr((version) => created(version, this.data, isApproved));
  }
  hrApproves() {
    return this.hr((version) => approved(version));
  }
  hrRejects() {
    return this.hr((version) => rejected(version));
  }
  hrDeletes() {
    return this.hr((version) => deleted(version));
  }
  hrChangesFirstDayTo(from: CalendarDate) {
    return this.hrChanges({ period: { kind: 'whole-days', from, to: '2026-12-31' } });
  }
  hrChangesTypeTo(absenceType: string) {
    return this.hrChanges({ absenceType });
  }
  hrRepeats() {
    return this.hrChanges({});
  }
  hrGivesItTo(employee: Employee) {
    return this.hrChanges({ employee });
  }
  /** Anna takes another name, or her old one again: the same mailbox, and HR says so of what is hers. */
  annaIsRenamed() {
    if (this.data.employee.id !== anna.id) return this;
    const to = this.annaToday === anna ? annaLund : anna;
    this.outlook.renames(this.annaToday.mailbox, to.mailbox);
    return this.hrGivesItTo(to);
  }
  /** Where Anna is to be found now. */
  get annaToday(): Employee {
    return this.outlook.has('tenant-1', anna.mailbox) ? anna : annaLund;
  }

  userDeletesTheEvent() {
    const [event] = this.calendars;
    if (event === undefined) return this;
    this.outlook.userDeletes(tenantOf(this.company), event.id);
    this.removedByUser = { version: versionOf(this.registration), event };
    return this;
  }
  userMovesTheEvent() {
    const [event] = this.calendars;
    if (event !== undefined) this.outlook.userMoves(tenantOf(this.company), event.id);
    return this;
  }

  companyChooses(choices: Parameters<typeof companyWith>[0]) {
    const { connection, settings } = this.company;
    this.company = companyWith({ connection, settings, ...choices });
    return this;
  }
  companyMovesToTenant(tenantId: string) {
    this.company = { ...this.company, connection: { ...this.company.connection, tenantId } };
    return this;
  }

  /** One step of ours, if there is one to take. */
  sync(fate: Fate = 'answered') {
    const step = this.nextStep();
    if (step.kind === 'none') return this;
    this.requests.push(step.kind);
    const before = new Set(this.calendars.map(({ id }) => id));
    this.stream.push(...carryOut(step, this.registration, this, fate));
    if (this.calendars.some(({ id }) => !before.has(id))) this.removedByUser = null;
    return this;
  }
  /** Until nothing is left to do; a removal in a mailbox that is unknown is never done. */
  comesToRest() {
    for (let steps = 0; steps < 16 && this.nextStep().kind !== 'none'; steps += 1) this.sync();
    return this;
  }

  private hrChanges(change: Partial<RegistrationData>) {
    this.data = { ...this.data, ...change };
    return this.hr((version) => changed(version, this.data));
  }
  private hr(say: (version: number) => HrRegistrationEvent) {
    this.stream.push(say(versionOf(this.registration) + 1));
    return this;
  }
}

/** Anna's approved vacation stands in Outlook, and all is at rest. */
export function standingVacation(): Scene {
  const scene = new Scene().hrCreates(true).comesToRest();
  scene.requests = [];
  return scene;
}

/** What is seen of them in the calendars, without ids. */
export function seen(scene: Scene): readonly { readonly mailbox: string; readonly start: string }[] {
  return scene.calendars.map(({ address, content }) => ({
    mailbox: address,
    start: content.start.slice(0, 10),
  }));
}
