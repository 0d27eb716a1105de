import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { employees } from './people.ts';
import { demoRegistrations } from './registrations.ts';

/**
 * Writes the demo company's HR export and its Microsoft 365 (`node stack/demo/generate.ts`), the same at every run.
 * Both files are committed; a test compares them with what this makes.
 */

const columns =
  'registration_id,version,employee_id,employee_name,mailbox,time_zone,absence_type,status,from,to,comment';

const quoted = (field: string): string => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

export function hrExport(): string {
  const rows = demoRegistrations().map(
    ({ version, employee, absenceType, status, from, to, comment }, index) =>
      [
        `D-${10_001 + index}`,
        String(version),
        employee.id,
        employee.name,
        employee.mailbox,
        'Europe/Copenhagen',
        absenceType,
        status,
        from,
        to,
        comment,
      ]
        .map((field) => quoted(field))
        .join(','),
  );
  return `${[columns, ...rows].join('\n')}\n`;
}

export function microsoft365(): string {
  const seed = {
    tenants: [
      {
        tenantId: '6d0c1f2e-58a4-4b7e-9c61-0f3a7be5d001',
        displayName: 'Demo A/S',
        applications: [
          {
            appId: '3b9e7a54-21cd-4f0a-8e52-c47d90a6d002',
            displayName: 'Absence Sync',
            roles: ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'],
            secrets: [
              {
                keyId: 'f2a85c37-94be-4d16-b0e3-716ac9d8d003',
                // Of the shape and length of Entra's, and good for the sandbox alone.
                value: 'Demo8~only.for.the.sandbox_not.a.secret1',
                displayName: 'Absence Sync 2026-2028',
                startDateTime: '2026-06-30T00:00:00Z',
                endDateTime: '2028-06-30T00:00:00Z',
              },
            ],
          },
        ],
        mailboxes: employees.map(({ mailbox, name }) => ({
          address: mailbox,
          displayName: name,
          timeZone: 'Romance Standard Time',
        })),
      },
    ],
  };
  return `${JSON.stringify(seed, null, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, 'hr-export.csv'), hrExport());
  writeFileSync(join(import.meta.dirname, 'microsoft365.json'), microsoft365());
}
