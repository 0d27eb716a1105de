import type { Company } from '#domain/company.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import { mustRead, nextReplyLook, type ReplyRecord, type ReplySetting } from '#domain/reply-lease.ts';
import { replyTexts } from '#domain/reply-text.ts';
import { replyWindows, type ReplyWindow } from '#domain/reply-window.ts';
import { findCompany } from '#persistence/companies.ts';
import { findClientSecret } from '#persistence/connections.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import { readReplyRecord } from '#persistence/reply-events.ts';
import { findReplySlot, readReplyRegistrations, type ReplySlot } from '#persistence/reply-slots.ts';
import type { ActivityDependencies } from './dependencies.ts';

type Credential = NonNullable<Awaited<ReturnType<typeof findClientSecret>>>;

/** What the store says of a mailbox's reply, before Microsoft is asked. */
export interface ReplyLook {
  readonly company: Company;
  readonly slot: ReplySlot;
  readonly record: ReplyRecord;
  readonly attemptAgeSeconds: number | null;
  readonly wanted: ReplySetting | null;
  readonly credential: Credential | null;
  /** ISO 8601 in UTC. */
  readonly now: string;
}

export interface ReplyLookReference {
  readonly companyId: CompanyId;
  readonly mailboxKey: string;
}

/** Null where there is no such mailbox any more. */
export function takeReplyLook(
  { database, keyring, now: clock }: ActivityDependencies,
  { companyId, mailboxKey }: ReplyLookReference,
): Promise<ReplyLook | null> {
  return inCompany(database, companyId, async (transaction) => {
    const company = await findCompany(transaction);
    const slot = await findReplySlot(transaction, mailboxKey);
    if (company === null || slot === null) return null;
    const now = clock();
    const [window] = await windowsOf(transaction, keyring, company, slot, now);
    return {
      company,
      slot,
      ...(await readReplyRecord(transaction, keyring, mailboxKey)),
      wanted: window === undefined ? null : settingFor(window, company),
      credential: await findClientSecret(transaction),
      now,
    };
  });
}

/** None while the company's events are being taken out of Outlook: its replies go with them. */
async function windowsOf(
  transaction: CompanyTransaction,
  keyring: ActivityDependencies['keyring'],
  company: Company,
  { mailbox }: ReplySlot,
  now: string,
): Promise<ReplyWindow[]> {
  if (!company.settings.automaticReplies.enabled || company.connection.isPurging) return [];
  const registrations = await readReplyRegistrations(transaction, keyring, mailbox, now);
  return replyWindows(registrations, company, now);
}

function settingFor(window: ReplyWindow, { settings }: Company): ReplySetting {
  return {
    status: 'scheduled',
    audience: audiences[settings.automaticReplies.audience],
    from: window.from,
    to: window.to,
    ...replyTexts(window, settings),
  };
}

const audiences = { none: 'none', contacts: 'contactsOnly', all: 'all' } as const;

/** Why Microsoft isn't asked now, and when it may be, ISO 8601 in UTC; null where only a change calls for it. */
export interface NotAsked {
  readonly reason: Reason | null;
  readonly lookAt: string | null;
}

/** Null where Microsoft is to be asked. */
export function whyNotAsked(look: ReplyLook, { leaseSeconds }: { leaseSeconds: number }): NotAsked | null {
  const { slot, record, wanted, now, attemptAgeSeconds } = look;
  const { isOpen, isPurging, reason } = look.company.connection;
  if (look.credential === null || !(isOpen || isPurging)) return { reason, lookAt: null };
  if (!mustRead(record, wanted, now)) return { reason: null, lookAt: nextLookAt(look, record) };
  // A full one is still read, and its trouble is its calendar's.
  if (slot.trouble !== null && slot.trouble.code !== 'mailbox-full')
    return { reason: slot.trouble, lookAt: null };
  if (slot.notBefore !== null && slot.notBefore > now) return { reason: slot.reason, lookAt: slot.notBefore };
  // What has been sent may still be on its way: what stands there now may not be what will.
  if (attemptAgeSeconds !== null && attemptAgeSeconds < leaseSeconds)
    return { reason: slot.reason, lookAt: secondsAfter(now, leaseSeconds - attemptAgeSeconds) };
  return null;
}

/**
 * When the slot is looked at again where all is as it should be. Another company that shares the mailbox gives its slot
 * back at the same boundary: it goes first.
 */
export function nextLookAt({ wanted, now }: ReplyLook, record: ReplyRecord): string | null {
  const boundary = nextReplyLook(record, wanted, now);
  if (boundary === null || record.lease !== null) return boundary;
  return secondsAfter(boundary, waitsTurnSeconds);
}

const waitsTurnSeconds = 60;

export const secondsAfter = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();
