import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anna, approvedVacation, openApi, type Answer, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi({ isTemporalAway: true });
});
afterAll(() => api.close());

interface Case {
  readonly rule: string;
  readonly send: (company: TestCompany) => Promise<Answer>;
  readonly status: number;
  readonly code: string;
  /** Where, and in which words. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly detail?: RegExp;
}

const oneFault = (path: string, message: string) => [{ path, message }];

const cases: readonly Case[] = [
  {
    rule: 'malformed JSON is told by line and column',
    send: (company) => company.hr('{\n  "specversion": "1.0",\n  "id": evt\n}'),
    status: 400,
    code: 'invalid-request',
    errors: oneFault('', 'is not JSON at line 3, column 9'),
  },
  {
    rule: 'JSON that ends too early is told where it ends',
    send: (company) => company.hr('{"specversion": "1.0"'),
    status: 400,
    code: 'invalid-request',
    errors: oneFault('', 'is not JSON at line 1, column 22'),
  },
  {
    rule: 'an empty body is refused',
    send: (company) => company.hr(''),
    status: 400,
    code: 'invalid-request',
    detail: /empty/,
  },
  {
    rule: 'an unknown type of event is refused',
    send: (company) => company.hr({ ...approvedVacation(), type: 'registration.imagined' }),
    status: 400,
    code: 'invalid-request',
    errors: oneFault(
      'type',
      'must be one of registration.created, registration.approved, registration.changed, registration.rejected, registration.deleted',
    ),
  },
  {
    rule: 'an unknown absence type is refused',
    send: (company) => company.hr(approvedVacation('1', { absenceType: 'moon-landing' })),
    status: 400,
    code: 'invalid-request',
    errors: oneFault(
      'data.absenceType',
      'is no absence type of this company; define it among the absence types first',
    ),
  },
  {
    rule: 'a period that ends before it begins is refused',
    send: (company) =>
      company.hr(approvedVacation('1', { period: { from: '2026-12-05', to: '2026-12-01' } })),
    status: 400,
    code: 'invalid-request',
    errors: oneFault('data.period.to', 'must not be before from'),
  },
  {
    rule: 'a zone that does not exist is refused',
    send: (company) =>
      company.hr(approvedVacation('1', { employee: { ...anna, timeZone: 'Europe/Atlantis' } })),
    status: 400,
    code: 'invalid-request',
    errors: oneFault(
      'data.employee.timeZone',
      'must be an IANA time zone that Outlook knows, such as Europe/Copenhagen',
    ),
  },
  {
    rule: 'a missing mailbox is called missing',
    send: (company) => company.hr(approvedVacation('1', { employee: { id: '7', name: 'Anna Holm' } })),
    status: 400,
    code: 'invalid-request',
    errors: oneFault('data.employee.mailbox', 'is missing'),
  },
  {
    rule: 'a body of 2 MB is too large',
    send: (company) => company.hr(approvedVacation('1', { comment: 'x'.repeat(2_000_000) })),
    status: 413,
    code: 'too-large',
  },
  {
    rule: 'a batch of 501 events is too large',
    send: (company) => company.hr(Array.from({ length: 501 }, (_, index) => approvedVacation(`${index}`))),
    status: 413,
    code: 'too-large',
    detail: /at most 500 events; this one has 501/,
  },
  {
    rule: 'a batch that is no list is refused',
    send: (company) =>
      company.hr(approvedVacation(), { 'content-type': 'application/cloudevents-batch+json' }),
    status: 400,
    code: 'invalid-request',
    detail: /batch must be a JSON array/,
  },
  {
    rule: 'another content type is refused',
    send: (company) => company.hr(approvedVacation(), { 'content-type': 'text/plain' }),
    status: 415,
    code: 'invalid-request',
  },
  {
    rule: 'a batch with one bad event is refused as a whole, and the event is named by its place',
    send: (company) =>
      company.hr([
        approvedVacation('1'),
        approvedVacation('2'),
        approvedVacation('3', { period: { from: 'soon', to: '2026-12-01' } }),
      ]),
    status: 400,
    code: 'invalid-request',
    errors: oneFault(
      '[2].data.period.from',
      'must be a date (2026-12-01) or a local date-time (2026-12-01T12:00)',
    ),
  },
  {
    rule: 'a batch that names an unknown absence type is refused as a whole too',
    send: (company) =>
      company.hr([approvedVacation('1'), approvedVacation('2', { absenceType: 'moon-landing' })]),
    status: 400,
    code: 'invalid-request',
    errors: oneFault(
      '[1].data.absenceType',
      'is no absence type of this company; define it among the absence types first',
    ),
  },
  {
    rule: 'a request without key and signature is refused',
    send: (company) => company.hr(approvedVacation(), { authorization: '' }),
    status: 401,
    code: 'unauthorized',
  },
  {
    rule: 'a key that nobody has is refused',
    send: (company) => company.hr(approvedVacation(), { authorization: 'Bearer abs_guessed' }),
    status: 401,
    code: 'unauthorized',
  },
  {
    rule: "another company's key is refused",
    send: async (company) => {
      const other = await api.company();
      return company.hr(approvedVacation(), { authorization: `Bearer ${other.apiKey}` });
    },
    status: 403,
    code: 'forbidden',
  },
  {
    rule: 'a wrong signature is refused',
    send: (company) => signedEvent(company, { secret: `whsec_${Buffer.alloc(32, 1).toString('base64')}` }),
    status: 401,
    code: 'unauthorized',
    detail: /signature is not right/,
  },
  {
    rule: 'a signature over another body is refused',
    send: (company) => signedEvent(company, { signedBody: JSON.stringify(approvedVacation('other')) }),
    status: 401,
    code: 'unauthorized',
    detail: /signature is not right/,
  },
  {
    rule: 'a timestamp of six minutes ago is refused',
    send: (company) => signedEvent(company, { at: new Date(Date.now() - 6 * 60_000) }),
    status: 401,
    code: 'unauthorized',
    detail: /webhook-timestamp is [34]\d\d s old; at most 300 s/,
  },
  {
    rule: 'a timestamp six minutes ahead is refused',
    send: (company) => signedEvent(company, { at: new Date(Date.now() + 6 * 60_000) }),
    status: 401,
    code: 'unauthorized',
    detail: /webhook-timestamp is 3\d\d s ahead/,
  },
];

test.each(cases)('$rule, and nothing is recorded', async ({ send, status, code, errors, detail }) => {
  const company = await api.company();
  const answer = await send(company);
  expect(answer).toMatchObject({ status, body: { status, code, type: `urn:absence-sync:problem:${code}` } });
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(answer.body).toMatchObject(errors ? { errors } : {});
  expect(answer.body.detail).toMatch(detail ?? /\S/);
  expect(await company.recorded()).toBe(0);
});

test('no answer to a bad event repeats what is personal in it', async () => {
  const company = await api.company();
  const answer = await company.hr(
    approvedVacation('1', { employee: { ...anna, mailbox: 'Bente Lund <bente.lund@fabrikam.example>' } }),
  );
  expect(answer.body.errors[0].path).toBe('data.employee.mailbox');
  expect(JSON.stringify(answer.body)).not.toMatch(/Bente|Lund|fabrikam/i);
});

interface Signing {
  readonly secret?: string;
  readonly signedBody?: string;
  readonly at?: Date;
}

function signedEvent(
  company: TestCompany,
  { secret, signedBody, at = new Date() }: Signing,
): Promise<Answer> {
  const body = JSON.stringify(approvedVacation());
  return api.send('POST', `${company.path}/events`, {
    headers: {
      'content-type': 'application/cloudevents+json',
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(secret ?? company.signingSecret).sign('msg_1', at, signedBody ?? body),
    },
    body,
  });
}
