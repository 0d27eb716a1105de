import { expect, vi } from 'vitest';
import { ensureMailboxKey } from '#persistence/mailbox-checks.ts';
import { inCompany } from '#persistence/database.ts';
import { automaticRepliesWorkflowId } from '#workflows/messages.ts';
import { patience, type Employee, type TestCompany } from './company.ts';
import type { House } from './house.ts';
import type { Answer } from './http.ts';
import { pathOf } from './hr-export.ts';

/** A mailbox's automatic replies as its user sees them in Outlook. */
export interface ReplySetting {
  readonly status: 'disabled' | 'alwaysEnabled' | 'scheduled';
  readonly externalAudience: 'none' | 'contactsOnly' | 'all';
  readonly scheduledStartDateTime: { readonly dateTime: string; readonly timeZone: string };
  readonly scheduledEndDateTime: { readonly dateTime: string; readonly timeZone: string };
  readonly internalReplyMessage: string;
  readonly externalReplyMessage: string;
}

/** A company's automatic replies: in the mailboxes, and as its administrator sees them. */
export interface Replies {
  /** What the company chooses; saved, its replay has ended, and the mailboxes have been told. */
  choose(choices: object): Promise<void>;
  settingOf(employee: Employee): Promise<ReplySetting>;
  /** What the user does in Outlook; members left out stay. */
  userSets(employee: Employee, change: Partial<ReplySetting>): Promise<ReplySetting>;
  /** Waits until ours is scheduled for the time, in UTC, and returns it. */
  untilScheduled(employee: Employee, from: string, to: string): Promise<ReplySetting>;
  untilStands(employee: Employee, setting: ReplySetting): Promise<void>;
  /** An administrator's check, which looks at the reply too. */
  check(employee: Employee): Promise<Answer['body']>;
  /** As the list of mailboxes shows it. */
  listed(employee: Employee): Promise<Answer['body']>;
  /** Waits until every look that was asked for has been taken. */
  untilIdle(employee: Employee): Promise<void>;
  workflowOf(employee: Employee): Promise<ReturnType<House['temporal']['workflow']['getHandle']>>;
  /** How often settings have been read and written since the count was last forgotten: of one mailbox, or of all. */
  requests(employee?: Employee): Promise<{ readonly reads: number; readonly writes: number }>;
}

/** When its replies end, a company with the defaults says so; this text shows what of it is ours. */
export const isOurs = ({ internalReplyMessage }: ReplySetting): boolean =>
  internalReplyMessage.includes('I am away until');

export const time = (dateTime: string) => ({ dateTime: `${dateTime}.0000000`, timeZone: 'UTC' });

export function repliesOf(house: House, company: TestCompany): Replies {
  const pathIn = ({ mailbox }: Employee) => `/sandbox/tenants/${company.tenantId}/mailboxes/${mailbox}`;
  const workflowOf: Replies['workflowOf'] = async ({ mailbox }) => {
    const key = await inCompany(house.database, company.companyId, (transaction) =>
      ensureMailboxKey(transaction, mailbox),
    );
    return house.temporal.workflow.getHandle(automaticRepliesWorkflowId(company.companyId, key ?? ''));
  };
  const settingOf = async (employee: Employee): Promise<ReplySetting> =>
    (await house.outlook.control('GET', pathIn(employee))).body.automaticRepliesSetting;
  return {
    settingOf,
    async choose(choices) {
      const { body, status } = await house.administrator('PATCH', pathOf(company), {
        automaticReplies: choices,
      });
      expect(status, JSON.stringify(body)).toBe(200);
      await vi.waitFor(async () => {
        const replay = await house.administrator('GET', `${pathOf(company)}/replays/${body.replayId}`);
        expect(['completed', 'failed'], JSON.stringify(replay.body)).toContain(replay.body.state);
      }, patience);
    },
    async userSets(employee, change) {
      await house.outlook.control('PUT', `${pathIn(employee)}/automaticRepliesSetting`, change);
      return settingOf(employee);
    },
    async untilScheduled(employee, from, to) {
      return vi.waitFor(async () => {
        const setting = await settingOf(employee);
        expect(setting).toMatchObject({
          status: 'scheduled',
          scheduledStartDateTime: time(from),
          scheduledEndDateTime: time(to),
        });
        return setting;
      }, patience);
    },
    untilStands: (employee, setting) =>
      vi.waitFor(async () => expect(await settingOf(employee)).toEqual(setting), patience),
    async check({ mailbox }) {
      const { body, status } = await house.administrator(
        'POST',
        `${pathOf(company)}/mailboxes/${mailbox}/check`,
      );
      expect(status, JSON.stringify(body)).toBe(200);
      return body.automaticReply;
    },
    async listed({ mailbox }) {
      const { body } = await house.administrator('GET', `${pathOf(company)}/mailboxes?limit=1000`);
      return body.items.find((row: { mailbox: string }) => row.mailbox === mailbox)?.automaticReply;
    },
    workflowOf,
    async untilIdle(employee) {
      const workflow = await workflowOf(employee);
      await vi.waitFor(async () => {
        const { raw } = await workflow.describe();
        expect([raw.pendingActivities ?? [], raw.pendingWorkflowTask ?? null]).toEqual([[], null]);
      }, patience);
    },
    async requests(employee) {
      const all = await house.outlook.requests({ limit: 10_000 });
      const asked = all.filter(({ mailbox }) => employee === undefined || mailbox === employee.mailbox);
      const count = (operation: string): number =>
        asked.filter((request) => request.operation === operation).length;
      return { reads: count('getMailboxSettings'), writes: count('updateMailboxSettings') };
    },
  };
}
