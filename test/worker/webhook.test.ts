import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { findWebhookUrlFault, isRefusedAddress } from '#client/webhook-address.ts';
import { sendWebhook, type WebhookOptions } from '#worker/webhook.ts';
import { present } from '../persistence/store.ts';
import { openWebhookReceiver, type WebhookReceiver } from '../house/webhook-receiver.ts';

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await openWebhookReceiver();
});
beforeEach(() => receiver.answers(204));
afterAll(() => receiver.close());

const signingSecret = `whsec_${randomBytes(32).toString('base64')}`;
const body = { type: 'connection.sync-stopped', data: { companyId: 'acme', note: 'æøå' } };

function sends(url = receiver.url, options: Partial<WebhookOptions> = {}): Promise<void> {
  return sendWebhook(
    { id: 'message-1', url, signingSecret, body },
    { allowsLoopback: true, stopping: new AbortController().signal, ...options },
  );
}

/** DNS, as whoever owns the name has it answer. */
const resolvingTo =
  (...addresses: readonly string[]): NonNullable<WebhookOptions['lookUp']> =>
  (_host, _options, callback) => {
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };

describe('a webhook', () => {
  test('is signed so that Standard Webhooks’ own library takes it, and refuses it with another secret', async () => {
    await sends();
    const { headers, body: text } = present(receiver.received.at(-1), 'webhook');
    const signed = headers as Record<string, string>;
    expect(new Webhook(signingSecret).verify(text, signed)).toEqual(body);
    expect(headers).toMatchObject({ 'webhook-id': 'message-1', 'content-type': 'application/json' });
    const other = new Webhook(`whsec_${randomBytes(32).toString('base64')}`);
    expect(() => other.verify(text, signed)).toThrow(/signature/i);
  });

  test.each([400, 410, 429, 500, 503])('that is answered by %i is not taken', async (status) => {
    receiver.answers(status);
    await expect(sends()).rejects.toMatchObject({ code: `answered-${status}` });
  });

  test.each([200, 201, 202, 204])('that is answered by %i is', async (status) => {
    receiver.answers(status);
    await expect(sends()).resolves.toBeUndefined();
  });

  test('goes nowhere else: a redirect is not followed', async () => {
    const elsewhere = await openWebhookReceiver();
    receiver.answers(307, { location: elsewhere.url });
    await expect(sends()).rejects.toMatchObject({ code: 'answered-307' });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });

  test('is broken off when the process stops, whether or not an answer comes', async () => {
    receiver.answers(null);
    const stopping = new AbortController();
    const sent = sends(receiver.url, { stopping: stopping.signal });
    stopping.abort();
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('whose server is away fails by the connection’s own code', async () => {
    // Where nothing listens, and no port that was free goes to somebody else.
    await expect(sends('http://127.0.0.1:1/hook')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('where a name leads is asked for this very connection', () => {
  const refused = { code: 'address-refused' };

  test.each([
    [['10.0.0.7']],
    [['169.254.169.254']],
    [['127.0.0.1']],
    [['::1']],
    [['::ffff:10.0.0.7']],
    [['93.184.215.14', '192.168.1.1']],
    [[]],
  ])('to %j nothing is sent', async (addresses) => {
    const options = { allowsLoopback: false, lookUp: resolvingTo(...addresses) };
    await expect(sends('https://hr.example/hook', options)).rejects.toMatchObject(refused);
  });

  test('a name of this machine that leads elsewhere gets nothing by plain http', async () => {
    const options = { lookUp: resolvingTo('93.184.215.14') };
    await expect(sends('http://hr.localhost/hook', options)).rejects.toMatchObject(refused);
  });

  test('on the embedded stack a name of this machine may lead to it', async () => {
    const url = receiver.url.replace('127.0.0.1', 'hr.localhost');
    await expect(sends(url, { lookUp: resolvingTo('127.0.0.1') })).resolves.toBeUndefined();
    const elsewhere = { allowsLoopback: false, lookUp: resolvingTo('127.0.0.1') };
    await expect(sends(url, elsewhere)).rejects.toMatchObject(refused);
  });
});

describe('the address of a webhook', () => {
  test.each([
    'https://hr.example/hook',
    'https://hr.example:8443/hook?company=acme',
    'https://93.184.215.14/hook',
    'https://[2606:2800:21f::1]/hook',
  ])('may be %s', (url) => {
    expect(findWebhookUrlFault(url, false)).toBeNull();
  });

  test.each([
    ['hr.example', /must be an address such as/],
    ['ftp://hr.example/', /must be an address such as/],
    ['http://hr.example/hook', /must use https/],
    ['https://user:password@hr.example/', /name or a password/],
    ['https://10.1.2.3/', /private/],
    ['https://192.168.0.1/', /private/],
    ['https://[fd00::1]/', /private/],
    ['https://[fe80::1]/', /private/],
    ['https://0x0a.1/', /private/],
    [`https://hr.example/${'a'.repeat(2000)}`, /at most/],
  ])('may never be %s', (url, fault) => {
    expect(findWebhookUrlFault(url, true)).toMatch(fault);
  });

  test.each([
    'http://127.0.0.1:3000/',
    'https://127.1/',
    'https://2130706433/',
    'http://localhost/',
    'https://localhost./',
    'http://[::1]/',
    'https://[::ffff:127.0.0.1]/',
  ])('may be one of this machine on the embedded stack only: %s', (url) => {
    expect(findWebhookUrlFault(url, true)).toBeNull();
    expect(findWebhookUrlFault(url, false)).toMatch(/embedded stack only/);
  });

  test.each([
    '0.0.0.0',
    '100.64.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    'fc00::1',
    'fe80::1%eth0',
    'ff02::1',
    '64:ff9b::a00:1',
    '2001::1',
    '2002:a00:1::',
    '2001:db8::1',
    '::ffff:a00:1',
  ])('%s is no public address', (address) => {
    expect(isRefusedAddress(address, true)).toBe(true);
  });

  test.each(['93.184.215.14', '172.32.0.1', '2606:2800:21f::1', '::ffff:93.184.215.14'])(
    '%s is one',
    (address) => {
      expect(isRefusedAddress(address, false)).toBe(false);
    },
  );
});
