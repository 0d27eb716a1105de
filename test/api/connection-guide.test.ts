import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
let company: TestCompany;
beforeAll(async () => {
  api = await openApi();
  company = await api.company();
});
afterAll(() => api.close());

const tenantId = '1b1c0000-0000-4000-8000-00000000000a';
const clientId = '9f0e0000-0000-4000-8000-00000000000b';
const guide = async (query = '', language = 'en') => {
  const answer = await api.send('GET', `${company.path}/connection/guide${query}`, {
    headers: { authorization: `Bearer ${api.administratorKey}`, 'accept-language': language },
  });
  return answer;
};
interface Step {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly commands: readonly { readonly text: string }[];
}
const commandsOf = (steps: readonly Step[]) =>
  steps.flatMap(({ commands }) => commands.map(({ text }) => text)).join('\n');

test('the ids that are known stand in the commands, the others stay placeholders', async () => {
  const { steps } = (await guide(`?clientId=${clientId.toUpperCase()}&tenantId=`)).body;
  expect(steps.map(({ id }: Step) => id)).toEqual([
    'register-application',
    'copy-ids',
    'permissions',
    'client-secret',
    'save-and-test',
  ]);
  const commands = commandsOf(steps);
  expect(commands).toContain(`New-ServicePrincipal -AppId '${clientId}' -ObjectId $objectId`);
  for (const role of ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'])
    expect(commands).toContain(
      `New-ManagementRoleAssignment -App $objectId -Role 'Application ${role}' -CustomResourceScope 'Absence Sync ${company.companyId}'`,
    );
  expect(commands).toMatch(/^Connect-ExchangeOnline$/m);
  expect(JSON.stringify(steps[1])).toContain('<Directory (tenant) ID>');
  expect(commandsOf((await guide()).body.steps)).toContain("-AppId '<Application (client) ID>'");
  expect(commandsOf((await guide(`?tenantId=${tenantId}`)).body.steps)).toContain(tenantId);
});

test('nothing but a GUID gets into a command', async () => {
  for (const text of [
    "'; Remove-Mailbox -Identity 'x",
    `${clientId}';whoami;'`,
    `${clientId}\nwhoami`,
    'contoso',
  ])
    for (const name of ['tenantId', 'clientId']) {
      const answer = await guide(`?${name}=${encodeURIComponent(text)}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
      expect(JSON.stringify(answer.body)).not.toMatch(/whoami|Remove-Mailbox/);
    }
});

test('it warns that grants add up, in Danish and in English, with the same commands but for their placeholders', async () => {
  const [english, danish] = [(await guide()).body.steps, (await guide('', 'da')).body.steps];
  expect(english[2].text).toContain('grants add up');
  expect(danish[2].text).toContain('tilladelser lægges sammen');
  for (const [index, step] of english.entries()) {
    expect(danish[index].text).not.toBe(step.text);
    expect(danish[index].commands).toHaveLength(step.commands.length);
  }
});
