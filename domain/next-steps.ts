import type { Language } from './absence-types.ts';
import { isOpen, type Connection } from './connection.ts';
import { nextStepTexts, type NextStepCode } from './next-step-texts.ts';
import type { RegistrationState } from './sync.ts';

/** How a company stands, as far as it decides what somebody should do next. */
export interface CompanyStanding {
  readonly connection: Connection | null;
  /** Of the client secret, in days of the company's calendar, negative afterwards; null where nobody knows. */
  readonly secretDaysLeft: number | null;
  readonly registrations: Readonly<Record<RegistrationState, number>>;
  /** Removals of a replay that wait for an administrator's approval. */
  readonly removalsToApprove: number;
  readonly mailboxesInTrouble: number;
}

/** Something to do, and how much it concerns: registrations, mailboxes, removals or days, as the code tells. */
export interface NextStep {
  readonly code: NextStepCode;
  readonly count: number | null;
}

/** What an administrator should do, the most urgent first; never empty. */
export function nextSteps(standing: CompanyStanding): readonly [NextStep, ...NextStep[]] {
  const [first, ...rest] = [
    ...connectionSteps(standing),
    ...counted('approve-removals', standing.removalsToApprove),
    ...counted('mailboxes-in-trouble', standing.mailboxesInTrouble),
    ...counted('registrations-need-attention', standing.registrations.attention),
    ...parkedSteps(standing),
    ...dateSteps(standing),
    ...importSteps(standing),
  ];
  return first === undefined ? [{ code: 'all-well', count: null }] : [first, ...rest];
}

const counted = (code: NextStepCode, count: number): NextStep[] => (count > 0 ? [{ code, count }] : []);

function connectionSteps({ connection, registrations, secretDaysLeft }: CompanyStanding): NextStep[] {
  if (connection === null) return [{ code: 'connect', count: registrations.parked }];
  switch (connection.state) {
    case 'off':
      return [{ code: 'switch-on', count: registrations.parked }];
    case 'expired':
      return [{ code: 'renew-secret', count: registrations.parked }];
    case 'misconfigured':
      return [
        { code: isOfSecret(connection) ? 'renew-secret' : 'mend-connection', count: registrations.parked },
      ];
    case 'expiring':
      return [{ code: 'secret-expires-soon', count: secretDaysLeft }];
    case 'unverified':
    case 'healthy':
      return [];
  }
}

const secretReasons: ReadonlySet<string> = new Set(['secret-expired', 'secret-invalid', 'secret-id-pasted']);
const isOfSecret = ({ reason }: Connection): boolean => reason !== null && secretReasons.has(reason.code);

/** Where the connection is closed, its own step tells of them. */
function parkedSteps({ connection, registrations }: CompanyStanding): NextStep[] {
  if (connection === null || !isOpen(connection.state)) return [];
  return counted('registrations-parked', registrations.parked);
}

function dateSteps({ connection }: CompanyStanding): NextStep[] {
  const isMissing = connection?.enabled === true && connection.credential?.expiresAt === null;
  return isMissing ? [{ code: 'enter-expiry-date', count: null }] : [];
}

function importSteps({ registrations }: CompanyStanding): NextStep[] {
  const total = Object.values(registrations).reduce((sum, count) => sum + count, 0);
  return total === 0 ? [{ code: 'import-registrations', count: null }] : [];
}

/** The sentence that an administrator reads; it names the way out. */
export function describeNextStep({ code, count }: NextStep, language: Language): string {
  return nextStepTexts[code][language](count ?? 0);
}
