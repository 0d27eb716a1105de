import { InvalidArgumentError, type Command } from 'commander';
import type { CompanyPatchBody, CompanyPatchedAnswer } from '#api/company-schemas.ts';
import { companyOf, contextOf } from './context.ts';
import { facts } from './table.ts';
import { WrongUse } from './trouble.ts';

interface SetOptions {
  readonly name?: string;
  readonly language?: 'da' | 'en';
  readonly timeZone?: string;
  readonly syncFrom?: string;
  readonly nonWorkingWeekdays?: readonly number[];
  readonly nonWorkingDates?: readonly string[];
  readonly mail?: readonly string[];
  readonly webhook?: string;
}

/** What takes a value away, where an option leaves things as they are when it is not given. */
const none = 'none';

export function addCompanySetCommand(company: Command): void {
  company
    .command('set')
    .description('change what the company has chosen; what must change in Outlook is brought there')
    .option('--name <name>', 'its name')
    .option('--language <da|en>', 'of subjects in Outlook and of messages')
    .option('--time-zone <zone>', 'IANA; for employees whose registrations name none')
    .option('--sync-from <date>', 'registrations that end before this day are not sent; none sends them all')
    .option('--non-working-weekdays <numbers>', '1 (Monday) to 7, such as 6,7; or none', readWeekdays)
    .option('--non-working-dates <date...>', 'all of them; or none')
    .option('--mail <address...>', 'who is told when the secret expires or sync stops, all of them; or none')
    .option('--webhook <url>', 'where the same is posted, signed; or none')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ absence-sync company set --company acme --mail it@acme.example --mail hr@acme.example',
        '  $ absence-sync company set --company acme --sync-from 2026-01-01 --non-working-dates 2026-12-24 2026-12-31',
        '',
        'Automatic replies: absence-sync replies set. Absence types: absence-sync absence-types set.',
      ].join('\n'),
    )
    .action(async (options: SetOptions, command: Command) => {
      if (Object.keys(options).length === 0)
        throw new WrongUse('Name what is to change, such as --mail <address>; --help shows all.');
      const context = contextOf(command);
      const changed = await context.api.changeCompany(companyOf(command), toChange(options));
      context.print(changed, changedInWords);
    });
}

function toChange(options: SetOptions): CompanyPatchBody {
  const { name, language, timeZone, syncFrom, mail, webhook } = options;
  const { nonWorkingWeekdays: weekdays, nonWorkingDates: dates } = options;
  const nonWorkingDays = {
    ...(weekdays && { weekdays: [...weekdays] }),
    ...(dates && { dates: given(dates) }),
  };
  const notifications = {
    ...(mail && { mail: given(mail) }),
    ...(webhook !== undefined && { webhook: webhook === none ? null : { url: webhook } }),
  };
  return {
    ...(name !== undefined && { name }),
    ...(language !== undefined && { language }),
    ...(timeZone !== undefined && { timeZone }),
    ...(syncFrom !== undefined && { syncFrom: syncFrom === none ? null : syncFrom }),
    ...(Object.keys(nonWorkingDays).length > 0 && { nonWorkingDays }),
    ...(Object.keys(notifications).length > 0 && { notifications }),
  };
}

const given = (values: readonly string[]): string[] => values.filter((value) => value !== none);

function readWeekdays(text: string): number[] {
  if (text === none) return [];
  const days = text.split(',').map(Number);
  if (days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)) return days;
  throw new InvalidArgumentError('They are numbers from 1 (Monday) to 7 (Sunday), such as 6,7.');
}

function changedInWords(company: CompanyPatchedAnswer): string {
  const { replayId, note } = company;
  return [
    companyInWords(company),
    ...(company.notifications.webhook?.signingSecret === undefined
      ? []
      : ['The webhook’s receiver checks signatures with it. It is shown this once.']),
    ...(replayId ? [`Replay ${replayId} brings the change to Outlook.`] : []),
    ...(note === undefined ? [] : [note]),
  ].join('\n');
}

/** What a company has chosen, a line each. */
export function companyInWords(company: CompanyPatchedAnswer): string {
  const { nonWorkingDays, automaticReplies, notifications } = company;
  const { mail, webhook } = notifications;
  return facts([
    ['Company', company.id],
    ['Name', company.name],
    ['Language', company.language],
    ['Time zone', company.timeZone],
    ['First day sent', company.syncFrom ?? 'any'],
    ['Non-working days', nonWorkingDays.weekdays.join(', ') || 'none'],
    ['… and dates', nonWorkingDays.dates.join(', ') || 'none'],
    ['Replies', automaticReplies.enabled ? 'ON' : 'OFF'],
    ['Mail', mail.length === 0 ? 'nobody' : mail.join(', ')],
    ['Webhook', webhook?.url ?? 'none'],
    ['Signing secret', webhook?.signingSecret],
  ]);
}
