import type { RegistrationWithHistoryAnswer } from '#api/registrations.ts';
import { facts, table } from './table.ts';

type Explained = Pick<
  RegistrationWithHistoryAnswer,
  'registrationId' | 'version' | 'state' | 'reason' | 'explanation'
>;
type Attempt = RegistrationWithHistoryAnswer['explanation']['attempts'][number];

/** The answer to "why is this (not) in Outlook?", as a person reads it. */
export function explained({ registrationId, version, state, reason, explanation }: Explained): string {
  const { rule, message, next, automaticReply, attempts } = explanation;
  return [
    facts([
      ['Registration', `${registrationId}, version ${version}`],
      ['State', state],
      ['Rule', `${message} (${rule})`],
      ['Because', reason?.message],
      ['What to do', reason?.remedy],
      ['Microsoft', reason?.microsoft && microsoftWords(reason.microsoft)],
      ['Next', next.at === null ? next.message : `${next.at}: ${next.message}`],
      ...replyFacts(automaticReply),
    ]),
    '',
    table(
      attempts,
      [
        ['tried', ({ at }) => at],
        ['to', ({ operation }) => operation],
        ['outcome', ({ outcome, reasonCode }) => [outcome, reasonCode].filter(Boolean).join(': ')],
        ['microsoft', codeOf],
        ['request id', ({ requestId }) => requestId],
      ],
      'Nothing has been sent to Microsoft yet.',
    ),
  ].join('\n');
}

/** Nothing where the company has replies OFF. */
function replyFacts(reply: Explained['explanation']['automaticReply']): [string, string | undefined][] {
  if (reply === null) return [];
  const window = reply.from !== null && reply.to !== null ? ` (${reply.from} – ${reply.to})` : '';
  return [
    ['Automatic reply', `${reply.message}${window}`],
    ['Reply because', reply.reason?.message],
    ['What to do', reply.reason?.remedy],
  ];
}

/** Microsoft's own answer in one line; its support asks for all three. */
export const microsoftWords = ({ status, code, requestId }: NonNullable<Attempt['microsoft']>): string =>
  `${status} ${code}, request ${requestId}`;

/** Status 0 stands for no answer at all. */
function codeOf({ microsoft }: Attempt): string | null {
  if (microsoft === null) return null;
  return microsoft.status === 0 ? microsoft.code : `${microsoft.status} ${microsoft.code}`;
}
