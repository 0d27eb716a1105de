import type { CompanyId } from '#domain/identifiers.ts';
import { findCompany } from '#persistence/companies.ts';
import { inCompany } from '#persistence/database.ts';
import { followReplyRenames } from '#persistence/reply-renames.ts';
import { readReplyMailboxKeys } from '#persistence/reply-slots.ts';
import { retrying } from '#persistence/retrying.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** Lets a mailbox's workflow look again at its automatic reply; asked twice it looks twice. */
export type RequestReplyLook = (companyId: CompanyId, mailboxKey: string) => Promise<void>;

/** Mailboxes that are told at the same time. */
const maximumAtOnce = 20;

/**
 * Tells the workflows of the company's mailboxes that an absence may have changed: of those named, or of all that have
 * an absence with a reply ahead or hold a reply of ours. None where replies are OFF and nothing of ours stands anywhere.
 */
export async function requestReplyLooks(
  { database }: ActivityDependencies,
  request: RequestReplyLook,
  companyId: CompanyId,
  mailboxes: readonly string[] | null,
): Promise<void> {
  const keys = await retrying(() =>
    inCompany(database, companyId, async (transaction) => {
      const company = await findCompany(transaction);
      if (company === null) return [];
      const { isOpen, isPurging } = company.connection;
      if (!isOpen && !isPurging) return [];
      const mayReply = company.settings.automaticReplies.enabled && !isPurging;
      const types = [...company.absenceTypes.values()].filter((type) => type.synced && type.automaticReply);
      await followReplyRenames(transaction);
      return readReplyMailboxKeys(transaction, mayReply ? types.map(({ type }) => type) : [], mailboxes);
    }),
  );
  const tell = async (): Promise<void> => {
    for (let key = keys.pop(); key !== undefined; key = keys.pop()) await request(companyId, key);
  };
  await Promise.all(Array.from({ length: Math.min(maximumAtOnce, keys.length) }, tell));
}
