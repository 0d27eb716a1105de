import type { Command } from 'commander';
import type { RegistrationAnswer, RegistrationWithHistoryAnswer } from '#api/registrations.ts';
import { companyOf, contextOf, type Context } from './context.ts';
import { explained, microsoftWords } from './explanation.ts';
import { facts, table } from './table.ts';

interface ListOptions {
  readonly state?: string;
  readonly employee?: string;
  readonly mailbox?: string;
  readonly from?: string;
  readonly to?: string;
  readonly search?: string;
  readonly sort?: string;
  readonly limit: string;
}

export function addRegistrationCommands(program: Command): void {
  const registrations = program
    .command('registrations')
    .description('what is, or is not, in Outlook, and why');

  registrations
    .command('list')
    .description('registrations and where they stand')
    .option('--state <state>', 'waiting, syncing, synced, parked, attention, removed or ignored')
    .option('--employee <id>', 'of one employee')
    .option('--mailbox <address>', 'of one mailbox')
    .option('--from <date>', 'that touch this day or later ones')
    .option('--to <date>', 'that touch this day or earlier ones')
    .option('--search <text>', 'part of a name, a mailbox or a registration id')
    .option('--sort <id|changed>', 'by id, or what was recorded last first', 'id')
    .option('--limit <number>', 'how many, at most 1000', '100')
    .addHelpText('after', '\nExample:\n  $ absence-sync registrations list --company acme --state attention')
    .action(async ({ employee, search, ...rest }: ListOptions, command: Command) => {
      const context = contextOf(command);
      const query = { ...rest, employeeId: employee, q: search };
      context.print(await context.api.listRegistrations(companyOf(command), query), ({ items, nextCursor }) =>
        [
          list(items),
          ...(nextCursor === null ? [] : ['There are more: narrow the search or raise --limit.']),
        ].join('\n'),
      );
    });

  registrations
    .command('show <registration>')
    .description('a registration and its history')
    .action(async (registrationId: string, _: unknown, command: Command) => {
      const context = contextOf(command);
      show(context, await context.api.registration(companyOf(command), registrationId));
    });

  registrations
    .command('explain <registration>')
    .description('why a registration is, or is not, in Outlook, and what happens next')
    .addHelpText('after', '\nExample:\n  $ absence-sync registrations explain 4711 --company acme')
    .action(async (registrationId: string, _: unknown, command: Command) => {
      const context = contextOf(command);
      context.print(await context.api.registration(companyOf(command), registrationId), explained);
    });

  registrations
    .command('sync <registration>')
    .description('bring it to Outlook now, also after a final failure')
    .action(async (registrationId: string, _: unknown, command: Command) => {
      const context = contextOf(command);
      const asked = await context.api.syncRegistration(companyOf(command), registrationId);
      context.print(
        asked,
        () => `Registration ${registrationId} is looked at now; show tells what became of it.`,
      );
    });
}

const periodOf = ({ period }: Pick<RegistrationAnswer, 'period'>): string =>
  period ? `${period.from} – ${period.to}` : '–';

function list(items: readonly RegistrationAnswer[]): string {
  return table(
    items,
    [
      ['registration', ({ registrationId }) => registrationId],
      ['state', ({ state }) => state],
      ['employee', ({ employeeName, employeeId }) => employeeName ?? employeeId],
      ['type', ({ absenceType }) => absenceType],
      ['period', periodOf],
      ['because', ({ reason }) => reason?.message ?? ''],
    ],
    'No registrations like that.',
  );
}

function show(context: Context, registration: RegistrationWithHistoryAnswer): void {
  context.print(registration, ({ history, reason, ...rest }) =>
    [
      facts([
        ['Registration', `${rest.registrationId}, version ${rest.version}`],
        ['State', rest.state],
        ['Because', reason?.message],
        ['Way out', reason?.remedy],
        ['Microsoft', reason?.microsoft && microsoftWords(reason.microsoft)],
        ['Next attempt', rest.nextAttemptAt ?? undefined],
        ['Employee', [rest.employeeName, rest.mailbox].filter(Boolean).join(', ') || null],
        ['Type', rest.absenceType],
        ['Period', periodOf(rest)],
        ['Approval', rest.approval],
        ['In Outlook', rest.calendarEventId && rest.syncedAt ? `since ${rest.syncedAt}` : 'no'],
        ['Workflow', rest.workflowId],
      ]),
      '',
      ...history.map(
        ({ at, summary, requestId }) => `${at}  ${summary}${requestId ? ` (request ${requestId})` : ''}`,
      ),
    ].join('\n'),
  );
}
