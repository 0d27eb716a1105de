import type { Stage } from './stage.ts';

export const anna = { name: 'Anna Holm', mailbox: 'anna.holm@demo.example' };

/**
 * The client secret expires, an absence is registered meanwhile, the secret is renewed, and the absence is in Outlook.
 * The answer is the registration's id.
 * @param monday the first day of the absence.
 */
export async function playOutage(stage: Stage, monday: string, friday: string): Promise<string> {
  await beforeTheOutage(stage, monday);
  await expireTheSecret(stage);
  await stage.openCalendar(anna.mailbox, monday);
  const absence = { employee: anna.name, type: 'Vacation', from: monday, to: friday };
  const registrationId = await stage.register(absence);
  await stage.take('04-register-an-absence', stage.outlook);
  await seeItParked(stage, registrationId);
  await renewTheSecret(stage);
  await followTheReplay(stage, registrationId);
  await stage.openCalendar(anna.mailbox, monday);
  await stage.outlook
    .locator('#calendar')
    .getByRole('link', { name: spanOf(monday, friday) })
    .first()
    .waitFor();
  await stage.take('11-in-the-calendar', stage.outlook);
  return registrationId;
}

/** As the calendar reads an event's days to whoever listens, such as "7–11 December 2026". */
const spanOf = (from: string, to: string): RegExp =>
  new RegExp(`${Number(from.slice(8))}.*${Number(to.slice(8))}`);

async function beforeTheOutage({ open, openCalendar, take, administrator, outlook }: Stage, monday: string) {
  await open('');
  await administrator.getByRole('heading', { name: /(are|is) in Outlook|in place/ }).waitFor();
  await take('01-everything-in-outlook', administrator);
  await openCalendar(anna.mailbox, monday);
  await take('02-a-colleagues-calendar', outlook);
}

async function expireTheSecret({ openControls, outlook, take }: Stage): Promise<void> {
  await openControls();
  await outlook.getByRole('button', { name: 'Expire all client secrets now' }).click();
  await outlook.getByRole('status').getByText('Done.').waitFor();
  await take('03-expire-the-secret', outlook);
}

async function seeItParked({ open, take, administrator }: Stage, registrationId: string): Promise<void> {
  await open('');
  await administrator.getByRole('alert').getByText('The client secret has expired').waitFor();
  await take('05-the-banner', administrator);
  await administrator.getByRole('navigation').getByRole('link', { name: 'Registrations' }).click();
  await administrator.getByLabel('Name, mailbox or registration id').fill(registrationId);
  const found = administrator.getByRole('table').getByRole('link', { name: anna.name });
  await found.and(administrator.locator(`[href$="/${registrationId}"]`)).click();
  await administrator.getByRole('heading', { name: 'Not in Outlook' }).waitFor();
  await administrator.getByText('Parked').first().waitFor();
  await take('06-parked-and-why', administrator);
}

async function renewTheSecret({ openControls, administrator, outlook, take }: Stage): Promise<void> {
  await openControls();
  await outlook.getByRole('button', { name: 'Make a new client secret' }).click();
  const told = outlook.getByRole('status');
  await told.getByText('shown once').waitFor();
  const value = await told.locator('#secret-value').innerText();
  const secretId = await told.locator('#secret-id').innerText();
  const lastDay = await told.getByText(/^\d{4}-\d\d-\d\d$/).innerText();
  await take('07-a-new-secret', outlook);
  await administrator.getByRole('alert').getByRole('link', { name: 'Enter the new secret' }).click();
  const field = administrator.getByRole('textbox', { name: 'Client secret (Value)' }).first();
  await field.fill(secretId);
  await administrator.getByText('This is the secret’s Secret ID').waitFor();
  await take('08-the-secret-id-is-pasted', administrator);
  await field.fill(value);
  await administrator.getByLabel('Last day of the secret').first().fill(lastDay);
  await administrator.getByRole('button', { name: 'Save the new secret' }).click();
  await administrator.getByText('The new secret is saved.').waitFor();
  await administrator.getByText('Everything works.').waitFor();
  await take('09-the-value-is-saved', administrator);
}

async function followTheReplay({ administrator, take }: Stage, registrationId: string): Promise<void> {
  await administrator.getByRole('link', { name: 'Follow the replay' }).click();
  await administrator.getByText('Everything has been gone through.').waitFor();
  await administrator.getByRole('link', { name: 'Created', exact: true }).click();
  const report = administrator.getByRole('table', { name: 'What became of each registration' });
  await report.getByRole('row').filter({ hasText: registrationId }).getByText('Created').waitFor();
  await administrator.getByRole('alert').waitFor({ state: 'hidden' });
  await take('10-the-report', administrator);
}
