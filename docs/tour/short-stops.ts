import type { Page } from 'playwright-core';
import { untilLoaded } from '#test/console/console.ts';
import { anna } from './outage-story.ts';
import type { Stage } from './stage.ts';

const mette = { name: 'Mette Kjær', mailbox: 'mette.kjaer@demo.example' };
const peter = { name: 'Peter Sørensen', mailbox: 'peter.soerensen@demo.example' };
const telephone = { width: 360, height: 740 };

/** Why is one that nobody has approved not in Outlook? */
export async function seeOnePending(stage: Stage, monday: string, friday: string): Promise<void> {
  const { administrator, open, openCalendar, register, take } = stage;
  await openCalendar(mette.mailbox, monday);
  const absence = { employee: mette.name, type: 'Vacation', from: monday, to: friday, isPending: true };
  const registrationId = await register(absence);
  await open(`/registrations/${registrationId}`);
  await administrator.getByText('Waits for approval').first().waitFor();
  await take('12-pending-and-why', administrator);
}

/** A mailbox is taken out of the application's scope, seen, and brought back. */
export async function takeMailboxOutOfScope(stage: Stage, monday: string, friday: string): Promise<void> {
  const { administrator, outlook, open, openCalendar, register, take } = stage;
  await openCalendar(peter.mailbox, monday);
  await outlook.getByText('Give the mailbox trouble').click();
  await outlook.getByRole('button', { name: 'Take it out of scope' }).click();
  await outlook.getByRole('status').getByText('no longer reaches').waitFor();
  await register({ employee: peter.name, type: 'Sick', from: monday, to: friday });
  await open('/mailboxes?state=attention');
  await administrator.getByRole('row').filter({ hasText: peter.mailbox }).waitFor();
  await take('13-a-mailbox-out-of-scope', administrator);
  await openCalendar(peter.mailbox, monday);
  await outlook.getByText('Give the mailbox trouble').click();
  await outlook.getByRole('button', { name: 'Bring it back into scope' }).click();
  await outlook.getByRole('status').getByText('again').waitFor();
  await administrator.getByRole('button', { name: `Check now: ${peter.mailbox}` }).click();
  await administrator.getByText(`${peter.mailbox} is in order`).waitFor();
  await take('14-checked-now', administrator);
}

/** What a course is called in Outlook is changed and seen in the calendar. */
export async function changeTypeText(stage: Stage, monday: string, friday: string): Promise<void> {
  const { administrator, outlook, open, openCalendar, register, take } = stage;
  await openCalendar(anna.mailbox, monday);
  await register({ employee: anna.name, type: 'Course', from: monday, to: friday });
  await open('/types?type=course');
  await administrator.getByLabel('Subject in Danish').fill('På kursus');
  await administrator.getByRole('figure').getByText('På kursus').waitFor();
  await take('15-a-type-of-absence', administrator);
  await administrator.getByRole('button', { name: 'Save', exact: true }).click();
  await administrator.getByText('Saved.').waitFor();
  await outlook.locator('#calendar').getByRole('link', { name: 'På kursus' }).first().waitFor();
  await take('16-the-new-text-in-the-calendar', outlook);
}

/** Anna deletes the course in Outlook; a dry run of a repair says that it would come back. Then she restores it. */
export async function tryAReplay(stage: Stage): Promise<void> {
  const { outlook } = stage;
  await outlook.locator('#calendar').getByRole('link', { name: 'På kursus' }).first().click();
  await outlook.getByText('As the owner in Outlook').click();
  await outlook.getByRole('button', { name: 'Delete the event' }).click();
  await outlook.getByRole('status').getByText('Deleted Items').waitFor();
  try {
    await seeWhatARepairWouldDo(stage);
  } finally {
    await outlook.getByText('Deleted Items (').click();
    await outlook.getByRole('button', { name: 'Restore På kursus' }).first().click();
    await outlook.getByRole('status').getByText('is back in the calendar').waitFor();
  }
}

async function seeWhatARepairWouldDo({ administrator, open, take }: Stage): Promise<void> {
  await open('/replays');
  await administrator.getByRole('radio', { name: /and repair Outlook/ }).check();
  await administrator.getByLabel('Employee ID').fill('1001');
  await administrator.getByRole('button', { name: 'See what it would do' }).click();
  await administrator.getByText('This is what a replay would do now.').waitFor();
  await administrator.getByRole('link', { name: 'Would be created', exact: true }).click();
  const report = administrator.getByRole('table', { name: 'What became of each registration' });
  await report.getByText('Would be created').waitFor();
  await take('17-a-dry-run', administrator);
}

/** The same pages in Danish, dark, and on a telephone. */
export async function seeItInDanishAndDark(
  stage: Stage,
  registrationId: string,
  monday: string,
): Promise<void> {
  const { administrator, outlook, open, openCalendar, take } = stage;
  await choose(administrator, 'Language and colours', 'Dansk');
  await choose(administrator, 'Sprog og farver', 'Mørke');
  await open('');
  await administrator.getByRole('heading', { level: 2 }).first().waitFor();
  await take('18-in-danish-and-dark', administrator);
  await administrator.setViewportSize(telephone);
  await open(`/registrations/${registrationId}`);
  await take('19-on-a-telephone', administrator);
  await outlook.emulateMedia({ colorScheme: 'dark' });
  await openCalendar(anna.mailbox, monday);
  await outlook.setViewportSize(telephone);
  await take('20-the-calendar-on-a-telephone', outlook);
}

async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('button', { name: menu }).click();
  await page.getByRole('menuitemradio', { name: item }).click();
  await page.keyboard.press('Escape');
  await untilLoaded(page);
}
