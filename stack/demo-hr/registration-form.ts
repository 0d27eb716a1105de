import { z } from 'zod';
import type { HrEmployee, HrRegistration, RegistrationContent } from './registrations.ts';

export const absenceTypes: Readonly<Record<string, string>> = {
  vacation: 'Vacation',
  'extra-vacation-day': 'Extra vacation day',
  sick: 'Sick',
  'child-sick': 'Child sick',
  'time-off-in-lieu': 'Time off in lieu',
  'other-absence': 'Other absence',
  'senior-day': "Senior day (the company's own type)",
  'day-bank-minus': 'Day bank, minus days',
  'home-office': 'Home office',
  travel: 'Travel',
  course: 'Course',
  'external-activity': 'External activity',
  mileage: 'Mileage (not for Outlook)',
  overtime: 'Overtime (not for Outlook)',
};

export const fieldsSchema = z.object({
  employee: z.string().default(''),
  absenceType: z.string().default(''),
  length: z.string().default('days'),
  from: z.string().default(''),
  to: z.string().default(''),
  fromTime: z.string().default(''),
  toTime: z.string().default(''),
  comment: z.string().default(''),
  status: z.string().default('approved'),
});

/** The form as it was filled in, right or wrong, so that it can be shown again. */
export type FormFields = Readonly<z.infer<typeof fieldsSchema>>;
export type FormFault = { readonly field: keyof FormFields; readonly message: string };

export function emptyFields(today: string): FormFields {
  return {
    ...fieldsSchema.parse({}),
    absenceType: 'vacation',
    from: today,
    to: today,
    fromTime: '12:00',
    toTime: '16:00',
  };
}

export function fieldsOf(registration: HrRegistration, employee: HrEmployee | undefined): FormFields {
  const { absenceType, from, to, comment, status } = registration;
  return {
    employee: employee ? employeeText(employee) : registration.employeeId,
    absenceType,
    length: from.includes('T') ? 'part' : 'days',
    from: from.slice(0, 10),
    to: to.slice(0, 10),
    fromTime: from.slice(11, 16) || '12:00',
    toTime: to.slice(11, 16) || '16:00',
    comment,
    status,
  };
}

export const employeeText = ({ name, id }: HrEmployee): string => `${name} (${id})`;

/** By number, address or name; the beginning of one of the names does where it fits one employee alone. */
export function findEmployee(employees: Iterable<HrEmployee>, text: string): HrEmployee | null {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return null;
  const all = [...employees];
  const exact = all.find((one) =>
    [one.id, one.mailbox, one.name, employeeText(one)].some((known) => known.toLowerCase() === wanted),
  );
  const close = all.filter(({ name }) => ` ${name.toLowerCase()}`.includes(` ${wanted}`));
  return exact ?? (close.length === 1 ? (close[0] ?? null) : null);
}

/** What is to be registered, or every fault of the form. */
export function readForm(
  fields: FormFields,
  employees: Iterable<HrEmployee>,
): { readonly content: RegistrationContent } | { readonly faults: readonly FormFault[] } {
  const faults: FormFault[] = [];
  const employee = findEmployee(employees, fields.employee);
  if (!employee) faults.push({ field: 'employee', message: 'Choose one employee from the list.' });
  if (!(fields.absenceType in absenceTypes)) faults.push({ field: 'absenceType', message: 'Choose a type.' });
  const isPart = fields.length === 'part';
  for (const field of ['from', 'to'] as const)
    if (!z.iso.date().safeParse(fields[field]).success) faults.push({ field, message: 'Choose a date.' });
  if (isPart)
    for (const field of ['fromTime', 'toTime'] as const)
      if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(fields[field]))
        faults.push({ field, message: 'Choose a time of day.' });
  const from = isPart ? `${fields.from}T${fields.fromTime}` : fields.from;
  const to = isPart ? `${fields.to}T${fields.toTime}` : fields.to;
  if (faults.length === 0 && (isPart ? to <= from : to < from))
    faults.push({ field: 'to', message: 'The end lies before the start. Choose a later one.' });
  if (!employee || faults.length > 0) return { faults };
  return {
    content: {
      employeeId: employee.id,
      absenceType: fields.absenceType,
      from,
      to,
      comment: fields.comment.trim().slice(0, 500),
    },
  };
}
