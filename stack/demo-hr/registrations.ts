import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const registrationSchema = z.object({
  registrationId: z.string(),
  version: z.int(),
  employeeId: z.string(),
  absenceType: z.string(),
  status: z.enum(['pending', 'approved', 'rejected', 'deleted']),
  from: z.string(),
  to: z.string(),
  comment: z.string(),
  /** CloudEvents that nobody has taken yet, oldest first. */
  unsent: z.array(z.record(z.string(), z.unknown())),
  /** What was answered last; null where nothing was sent from here. */
  answer: z.string().nullable(),
});

/** A registration as it stands in the demo's HR system, at its newest version. */
export type HrRegistration = z.infer<typeof registrationSchema>;
export type RegistrationContent = Pick<
  HrRegistration,
  'employeeId' | 'absenceType' | 'from' | 'to' | 'comment'
>;

export type HrEmployee = {
  readonly id: string;
  readonly name: string;
  readonly mailbox: string;
  readonly timeZone: string;
};

const rowsSchema = z.array(
  z.object({
    registration_id: z.string(),
    version: z.coerce.number(),
    employee_id: z.string(),
    employee_name: z.string(),
    mailbox: z.string(),
    time_zone: z.string(),
    absence_type: z.string(),
    status: registrationSchema.shape.status,
    from: z.string(),
    to: z.string(),
    comment: z.string(),
  }),
);

/** What the demo's HR system knows: its export, and over it what was registered here, kept in a file. */
export class HrRegistrations {
  readonly employees: ReadonlyMap<string, HrEmployee>;
  readonly #exported: ReadonlyMap<string, HrRegistration>;
  readonly #own = new Map<string, HrRegistration>();
  readonly #file: string;

  constructor(exportFile: string, folder: string) {
    const rows = rowsSchema.parse(parse(readFileSync(exportFile, 'utf8'), { columns: true }));
    this.employees = new Map(
      rows
        .map((row) => ({
          id: row.employee_id,
          name: row.employee_name,
          mailbox: row.mailbox,
          timeZone: row.time_zone,
        }))
        .sort((a, b) => a.name.localeCompare(b.name, 'da'))
        .map((employee) => [employee.id, employee]),
    );
    this.#exported = new Map(rows.map((row) => [row.registration_id, toRegistration(row)]));
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, 'registrations.json');
    for (const own of readOwn(this.#file)) this.#own.set(own.registrationId, own);
  }

  find(registrationId: string): HrRegistration | undefined {
    return this.#own.get(registrationId) ?? this.#exported.get(registrationId);
  }

  /** Newest first. */
  registeredHere(): readonly HrRegistration[] {
    return [...this.#own.values()].toReversed();
  }

  /** Those of an employee that end on this date or later, by date. */
  ofEmployee(employeeId: string, since: string): readonly HrRegistration[] {
    return [...new Map([...this.#exported, ...this.#own]).values()]
      .filter((one) => one.employeeId === employeeId && one.to.slice(0, 10) >= since)
      .sort((a, b) => a.from.localeCompare(b.from));
  }

  waiting(): readonly HrRegistration[] {
    return [...this.#own.values()].filter(({ unsent }) => unsent.length > 0);
  }

  /** On disk before it returns, so that a version that may have been sent is never used again. */
  save(registration: HrRegistration): void {
    const isNew = registration.version !== this.#own.get(registration.registrationId)?.version;
    if (isNew) this.#own.delete(registration.registrationId);
    this.#own.set(registration.registrationId, registration);
    writeFileSync(`${this.#file}.draft`, JSON.stringify([...this.#own.values()], null, 2), { mode: 0o600 });
    renameSync(`${this.#file}.draft`, this.#file);
  }
}

function toRegistration(row: z.infer<typeof rowsSchema>[number]): HrRegistration {
  return {
    registrationId: row.registration_id,
    version: row.version,
    employeeId: row.employee_id,
    absenceType: row.absence_type,
    status: row.status,
    from: row.from,
    to: row.to,
    comment: row.comment,
    unsent: [],
    answer: null,
  };
}

function readOwn(file: string): readonly HrRegistration[] {
  try {
    return z.array(registrationSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
