import type { MicrosoftAnswer, Reason } from '#domain/reasons.ts';

/** Everything that can go wrong between this service and Microsoft 365, as it matters to a registration. */
export type Microsoft365Failure =
  /** Entra gives no token: nothing of this company can be sent. */
  | { readonly kind: 'connection'; readonly closes: 'expired' | 'misconfigured'; readonly reason: Reason }
  /** This mailbox's own trouble. */
  | { readonly kind: 'mailbox'; readonly reason: Reason }
  /** Microsoft will never take this request. */
  | { readonly kind: 'rejected'; readonly reason: Reason }
  | { readonly kind: 'throttled'; readonly reason: Reason; readonly retryAfterSeconds: number | null }
  /**
   * No usable answer. `mayHaveHappened` tells whether the request may have been carried out all the same.
   */
  | {
      readonly kind: 'unavailable';
      readonly reason: Reason;
      readonly retryAfterSeconds: number | null;
      readonly mayHaveHappened: boolean;
    }
  /** The caller's right to write ran out before the request was sent. */
  | { readonly kind: 'not-sent' };

/** Thrown within microsoft365/ alone; its operations return failures as values. */
export class Microsoft365Error extends Error {
  override readonly name = 'Microsoft365Error';
  readonly failure: Microsoft365Failure;
  constructor(failure: Microsoft365Failure) {
    super(failure.kind);
    this.failure = failure;
  }
}

/**
 * `Retry-After` in seconds: whole, with a fraction, or an HTTP date
 * (https://learn.microsoft.com/graph/throttling; fractions occur there). Null where it is missing or unreadable.
 */
export function retryAfterSeconds(header: string | null, now: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text), longestWaitSeconds);
  const date = /^[A-Za-z]{3}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.min(Math.max(0, (date - now) / 1000), longestWaitSeconds);
}

/** What asks for more is asked again after this; the longest that msal-node obeys too. */
const longestWaitSeconds = 3600;

/** An error answer of Graph, read as far as it can be: bodies may be empty, HTML, or cut. */
export interface GraphAnswer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
  readonly retryAfterSeconds: number | null;
  /** Beside ErrorDuplicateTransactionId: the event that used the id first. */
  readonly existingEventId: string | null;
}

/**
 * What an error answer means, by status and code: texts only refine, because Microsoft changes them
 * (https://learn.microsoft.com/graph/errors).
 */
export function failureOf(answer: GraphAnswer): Microsoft365Failure {
  const microsoft: MicrosoftAnswer = {
    status: answer.status,
    code: answer.code,
    requestId: answer.requestId,
  };
  const mailbox = (code: Reason['code']): Microsoft365Failure => ({
    kind: 'mailbox',
    reason: { code, microsoft },
  });
  const { status, code } = answer;
  // An empty or HTML 403 or 404 comes from a gateway or a proxy and proves nothing of a mailbox.
  const isUnexplained = (status === 403 || status === 404) && code === 'UnknownError';
  if (code === 'ErrorQuotaExceeded') return mailbox('mailbox-full');
  if (status === 429)
    return {
      kind: 'throttled',
      reason: { code: 'throttled', microsoft },
      retryAfterSeconds: answer.retryAfterSeconds,
    };
  if (status === 401 && code === 'NoPermissionsInAccessToken') return mailbox('permission-missing');
  if (isTransient(status) || isUnexplained)
    return {
      kind: 'unavailable',
      reason: { code: 'microsoft-unavailable', microsoft },
      retryAfterSeconds: answer.retryAfterSeconds,
      mayHaveHappened: status >= 500 || status === 408 || isUnexplained,
    };
  // Or the permission's, which one answer can't tell: judgeRefusal does.
  if (status === 403) return mailbox('mailbox-out-of-scope');
  if (status === 404) return mailbox(mailboxTroubles[code] ?? 'mailbox-not-found');
  return { kind: 'rejected', reason: { code: 'rejected-by-microsoft', microsoft } };
}

const mailboxTroubles: Readonly<Record<string, Reason['code']>> = {
  MailboxNotEnabledForRESTAPI: 'mailbox-not-enabled',
  MailboxNotSupportedForRESTAPI: 'mailbox-not-enabled',
  ErrorInvalidUser: 'mailbox-not-found',
  ResourceNotFound: 'mailbox-not-found',
  Request_ResourceNotFound: 'mailbox-not-found',
};

/** A 401 that a fresh token didn't mend comes from a single Microsoft server that is behind: it passes. */
function isTransient(status: number): boolean {
  return status >= 500 || [401, 408, 409, 412, 423, 425].includes(status);
}
