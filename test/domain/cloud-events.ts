import { readCloudEvent } from '#domain/cloud-event.ts';
import type { Fault } from '#domain/hr-message.ts';

interface Changes {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly employee?: Readonly<Record<string, unknown>>;
}

/** The example of product.md §3 under another type, with changes to its data. */
export function cloudEvent(type: string, { data, employee }: Changes = {}) {
  return {
    specversion: '1.0',
    id: 'evt-9012',
    source: 'https://hr.example/acme',
    type,
    time: '2026-11-23T08:00:00Z',
    subject: '4711',
    data: {
      registrationId: '4711',
      version: 2,
      employee: {
        id: '7',
        mailbox: 'anna.holm@contoso.example',
        name: 'Anna Holm',
        timeZone: 'Europe/Copenhagen',
        ...employee,
      },
      absenceType: 'vacation',
      period: { from: '2026-12-01', to: '2026-12-05' },
      comment: 'Skiferie',
      ...data,
    },
  };
}

/** What is wrong with it; nothing where it is accepted. */
export function faultsIn(json: unknown): readonly Fault[] {
  const read = readCloudEvent(json);
  return read.isValid ? [] : read.faults;
}
