import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { patchConnection } from '#persistence/connections.ts';
import { yearAhead } from '../house/year-ahead.ts';
import { openReplyOffice, type ReplyCompany, type ReplyOffice } from './reply-office.ts';

let replies: ReplyOffice;
let company: ReplyCompany;
let mailbox: string;
beforeAll(async () => {
  replies = await openReplyOffice();
});
beforeEach(async () => {
  await replies.office.tenant.rest();
  await replies.itIs(`${yearAhead}-05-10T08:00:00Z`);
  company = await replies.company();
  mailbox = await replies.mailbox();
});
afterAll(() => replies.close());

const own = { internalReplyMessage: 'Back soon', externalReplyMessage: 'Gone fishing' };
const isOurs = async (address = mailbox) =>
  (await replies.settingOf(address)).internalReplyMessage.includes('I am away until');
const writesTo = async (address: string) =>
  (await replies.requestsTo(address)).filter((each) => each === 'updateMailboxSettings').length;
const becomes = (address: string, keepAlias: boolean) =>
  replies.office.tenant.outlook.control(
    'POST',
    `/sandbox/tenants/${replies.office.tenant.tenantId}/mailboxes/${mailbox}/rename`,
    { address, keepAlias },
  );

describe('an employee’s address changes', () => {
  test.each([
    ['and the old one still works', true],
    ['and the old one is gone', false],
  ])('because the mailbox was renamed, %s: it keeps its lease', async (_, keepAlias) => {
    const before = await replies.userSets(mailbox, own);
    const absence = await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`, '7');
    await company.looks();
    const [key] = await company.told();
    const address = `new.${mailbox}`;
    await becomes(address, keepAlias);
    await replies.office.tenant.rest();
    await company.changesTo(absence, address, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
    expect(await company.told(address)).toEqual([key]);
    expect(await company.looks(address)).toMatchObject([{ owner: 'absence-sync', holdsLease: true }]);
    expect(await writesTo(address)).toBe(0);
    await company.deletes(absence);
    await company.looks(address);
    expect(await replies.settingOf(address)).toEqual(before);
  });

  test('because it was wrong: ours is taken back where it stood, and stands in the right mailbox', async () => {
    const before = await replies.userSets(mailbox, own);
    const right = await replies.mailbox();
    const absence = await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`, '7');
    await company.looks();
    await company.changesTo(absence, right, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
    expect(await company.looks(right)).toMatchObject([{ owner: 'absence-sync' }]);
    expect(await replies.settingOf(mailbox)).toEqual(before);
    expect(await isOurs(right)).toBe(true);
  });

  test('for one absence of several: the mailbox that it leaves shrinks its window', async () => {
    const other = await replies.mailbox();
    await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-02`, '7');
    const moved = await company.isAway(mailbox, `${yearAhead}-06-03`, `${yearAhead}-06-04`, '7');
    await company.syncs(moved);
    await company.looks();
    await company.changesTo(moved, other, `${yearAhead}-06-03`, `${yearAhead}-06-04`);
    const outcome = await company.syncs(moved);
    expect(outcome).toMatchObject({ writtenMailboxes: expect.arrayContaining([mailbox, other]) });
    await company.looks(mailbox, other);
    expect(await replies.settingOf(mailbox)).toMatchObject({
      scheduledEndDateTime: { dateTime: `${yearAhead}-06-02T22:00:00.0000000` },
    });
    expect(await isOurs(other)).toBe(true);
  });
});

test('two companies share a mailbox: the second waits its turn, and the user’s own texts come back in the end', async () => {
  const second = await replies.company();
  const before = await replies.userSets(mailbox, own);
  await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
  await second.isAway(mailbox, `${yearAhead}-06-07`, `${yearAhead}-06-09`);
  await company.looks();
  const stands = await replies.settingOf(mailbox);
  await replies.itIs(`${yearAhead}-06-05T20:00:00Z`);
  // A minute after the first company gives the slot back.
  expect(await second.looks()).toMatchObject([{ owner: 'user', lookAt: `${yearAhead}-06-05T22:01:00.000Z` }]);
  expect(await replies.settingOf(mailbox)).toEqual(stands);
  await replies.itIs(`${yearAhead}-06-05T22:00:00Z`);
  await company.looks();
  expect(await replies.settingOf(mailbox)).toEqual(before);
  await replies.itIs(`${yearAhead}-06-05T22:01:00Z`);
  expect(await second.looks()).toMatchObject([{ owner: 'absence-sync' }]);
  await replies.itIs(`${yearAhead}-06-10T22:00:00Z`);
  await second.looks();
  expect(await replies.settingOf(mailbox)).toEqual(before);
});

test('a connection that is switched OFF keeps ours, and asks nothing; one that is purged takes it back', async () => {
  const before = await replies.userSets(mailbox, own);
  await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
  await company.looks();
  await replies.office.tenant.rest();
  await company.in((transaction) => patchConnection(transaction, { enabled: false }));
  expect(await company.looks()).toEqual([]);
  expect(await replies.requestsTo(mailbox)).toEqual([]);
  await company.in((transaction) => patchConnection(transaction, { whenOff: 'purge' }));
  await company.looks();
  expect(await replies.settingOf(mailbox)).toEqual(before);
});

test('ours that was switched off stays off for its absence, though ours has stood for another since', async () => {
  await company.isAway(mailbox, `${yearAhead}-06-03`, `${yearAhead}-06-04`);
  await company.looks();
  await replies.userSets(mailbox, { status: 'disabled' });
  await company.looks();
  const earlier = await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-01`);
  expect(await company.looks()).toMatchObject([{ owner: 'absence-sync' }]);
  await company.deletes(earlier);
  await company.looks();
  expect(await company.looks()).toMatchObject([{ holdsLease: false }]);
  expect(await replies.settingOf(mailbox)).toMatchObject({ status: 'disabled' });
});

test('nothing of a reply stands readable in the store', async () => {
  await replies.userSets(mailbox, own);
  await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
  await company.looks();
  const rows = await replies.office.store.asOwner<{ data: object; personal: Buffer | null }>(
    'select data, personal from reply_events where company_id = $1',
    [company.companyId],
  );
  const text = rows
    .map(({ data, personal }) => `${JSON.stringify(data)}${personal?.toString('latin1')}`)
    .join();
  expect(rows.length).toBeGreaterThan(1);
  expect(text).not.toMatch(/fishing|away|contoso|Anna/);
});
