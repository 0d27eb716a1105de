import { randomUUID } from 'node:crypto';
import { syncReply, type SyncReplyResult } from '#activities/automatic-replies.ts';
import { requestReplyLooks } from '#activities/reply-looks.ts';
import type { RegistrationId } from '#domain/identifiers.ts';
import { updateCompanySettings } from '#persistence/companies.ts';
import { approvedVacation, freshRegistrationId, message } from '../persistence/store.ts';
import type { ReplySetting } from '../house/replies.ts';
import { yearAhead } from '../house/year-ahead.ts';
import { openOffice, type Office, type OfficeCompany } from './office.ts';

/** An office whose clock, and Microsoft's, stands still until it is put on. */
export interface ReplyOffice {
  readonly office: Office;
  /** A company with automatic replies ON. */
  company(): Promise<ReplyCompany>;
  /** Both clocks. */
  itIs(instant: string): Promise<void>;
  /** A new mailbox; its address. */
  mailbox(change?: object): Promise<string>;
  settingOf(mailbox: string): Promise<ReplySetting>;
  userSets(mailbox: string, change: Partial<ReplySetting>): Promise<ReplySetting>;
  /** Reads and writes of this mailbox's settings since the count was last forgotten. */
  requestsTo(mailbox: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface ReplyCompany extends OfficeCompany {
  /** Approved, and recorded; nothing is brought to Outlook by it. */
  isAway(mailbox: string, from: string, to: string, employeeId?: string): Promise<RegistrationId>;
  changesTo(registrationId: RegistrationId, mailbox: string, from: string, to: string): Promise<void>;
  deletes(registrationId: RegistrationId): Promise<void>;
  /** The keys of the mailboxes that would be told, as after a change in these, or anywhere. */
  told(...mailboxes: readonly string[]): Promise<readonly string[]>;
  /** Every mailbox that would be told takes a look, as its workflow does; what each found. */
  looks(...mailboxes: readonly string[]): Promise<readonly SyncReplyResult[]>;
  /** What the list of mailboxes tells of its reply. */
  listed(mailbox: string): Promise<{ readonly owner: string; readonly code: string | null }>;
  choose(enabled: boolean): Promise<void>;
  /** As if a minute had passed since the last write was noted. */
  attemptsAreOld(): Promise<void>;
}

export async function openReplyOffice(): Promise<ReplyOffice> {
  const office = await openOffice();
  const { tenant, store } = office;
  const clock = { now: `${yearAhead}-05-10T08:00:00.000Z` };
  const dependencies = { ...office.dependencies, now: () => clock.now };
  const pathOf = (mailbox: string) => `/sandbox/tenants/${tenant.tenantId}/mailboxes/${mailbox}`;
  const settingOf = async (mailbox: string): Promise<ReplySetting> =>
    (await tenant.outlook.control('GET', pathOf(mailbox))).body.automaticRepliesSetting;

  const itIs = async (instant: string): Promise<void> => {
    clock.now = new Date(instant).toISOString();
    await tenant.outlook.control('PUT', '/sandbox/clock', { now: clock.now });
  };
  await itIs(clock.now);
  // So that none runs out between two requests of a look an hour later: one that does is sent, and counted, twice.
  await tenant.outlook.control('PUT', '/sandbox/settings', { tokenLifetimeSeconds: 86_400 });
  return {
    office,
    itIs,
    settingOf,
    mailbox: (change) => tenant.mailbox(`anna.${randomUUID().slice(0, 8)}@contoso.example`, change),
    async userSets(mailbox, change) {
      await tenant.outlook.control('PUT', `${pathOf(mailbox)}/automaticRepliesSetting`, change);
      return settingOf(mailbox);
    },
    async requestsTo(mailbox) {
      const requests = await tenant.outlook.requests();
      return requests
        .filter((request) => request.mailbox === mailbox && request.operation.endsWith('MailboxSettings'))
        .map(({ operation }) => operation);
    },
    async company() {
      const company = await office.company();
      const versions = new Map<RegistrationId, number>();
      const next = (id: RegistrationId): number => {
        versions.set(id, (versions.get(id) ?? 1) + 1);
        return versions.get(id) ?? 1;
      };
      const choose = (enabled: boolean): Promise<void> =>
        company.in(async (transaction) => {
          const { settings } = await company.choices(transaction);
          const automaticReplies = { ...settings.automaticReplies, enabled };
          await updateCompanySettings(transaction, { ...settings, automaticReplies });
        });
      await choose(true);
      const told: ReplyCompany['told'] = async (...mailboxes) => {
        const keys: string[] = [];
        const ask = async (_: unknown, key: string): Promise<void> => void keys.push(key);
        await requestReplyLooks(
          dependencies,
          ask,
          company.companyId,
          mailboxes.length === 0 ? null : mailboxes,
        );
        return keys;
      };
      return {
        ...company,
        choose,
        told,
        async attemptsAreOld() {
          for (const statement of [
            'alter table reply_events disable trigger user',
            `update reply_events set recorded_at = recorded_at - interval '1 minute'`,
            'alter table reply_events enable trigger user',
          ])
            await store.asOwner(statement);
        },
        async isAway(mailbox, from, to, employeeId = `employee-of-${mailbox}`) {
          const registrationId = freshRegistrationId();
          const employee = { id: employeeId, mailbox, name: 'Anna Holm' };
          await company.records([approvedVacation(registrationId, { employee, period: { from, to } })]);
          return registrationId;
        },
        async changesTo(registrationId, mailbox, from, to) {
          const { data } = await company.registration(registrationId);
          const employee = { id: data?.value.employee.id, mailbox, name: 'Anna Holm' };
          const changed = { employee, absenceType: 'vacation', period: { from, to } };
          await company.records([message('changed', registrationId, next(registrationId), changed)]);
        },
        async deletes(registrationId) {
          await company.records([message('deleted', registrationId, next(registrationId))]);
        },
        async looks(...mailboxes) {
          const results: SyncReplyResult[] = [];
          for (const mailboxKey of await told(...mailboxes))
            results.push(
              await syncReply(
                dependencies,
                { companyId: company.companyId, mailboxKey, setbacks: 0 },
                new AbortController().signal,
              ),
            );
          return results;
        },
        async listed(mailbox) {
          const [row] = await store.asOwner<{ owner: string; code: string | null }>(
            `select reply_owner as owner, reply_reason->>'code' as code
               from mailboxes where company_id = $1 and mailbox = $2`,
            [company.companyId, mailbox],
          );
          return row ?? { owner: 'none', code: null };
        },
      };
    },
    close: () => office.close(),
  };
}
