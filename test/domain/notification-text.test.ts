import { describe, expect, test } from 'vitest';
import { toCompanyId } from '#domain/identifiers.ts';
import { describeNotification, type Notification } from '#domain/notification-text.ts';
import type { NoticeFacts } from '#domain/reminders.ts';

const facts: NoticeFacts = {
  state: 'healthy',
  since: '2027-05-31T06:03:00.000Z',
  reason: null,
  clientId: '9f0e1d2c-0000-4000-8000-000000000000',
  secretExpiresAt: '2027-06-30T00:00:00.000Z',
  daysLeft: 30,
};

function notification(
  change: Partial<Omit<Notification, 'facts'>> & { readonly facts?: Partial<NoticeFacts> } = {},
): Notification {
  return {
    kind: 'secret-expiring',
    createdAt: '2027-06-02T05:00:00.000Z',
    companyId: toCompanyId('acme'),
    companyName: 'Acme A/S',
    language: 'en',
    timeZone: 'Europe/Copenhagen',
    waiting: 20,
    ...change,
    facts: { ...facts, ...change.facts },
  };
}

const wholeOf = (told: Notification): string => {
  const { subject, paragraphs, steps } = describeNotification(told);
  return [subject, ...paragraphs, ...steps].join('\n');
};

const expired = { state: 'expired', reason: { code: 'secret-expired' } } as const;
const everything: readonly Pick<Notification, 'kind' | 'facts'>[] = [
  { kind: 'secret-expiring', facts },
  { kind: 'secret-expired', facts: { ...facts, ...expired } },
  { kind: 'secret-expired', facts: { ...facts, daysLeft: -1 } },
  { kind: 'sync-stopped', facts: { ...facts, ...expired } },
  {
    kind: 'sync-stopped',
    facts: { ...facts, state: 'misconfigured', reason: { code: 'application-disabled' } },
  },
  { kind: 'sync-resumed', facts },
];

test('every notification names the company in its subject and says that nothing needs to be lost, in both languages', () => {
  for (const told of everything) {
    const danish = notification({ ...told, language: 'da' });
    const english = notification({ ...told, language: 'en' });
    for (const one of [danish, english]) expect(describeNotification(one).subject).toContain('Acme A/S');
    expect(wholeOf(danish)).toMatch(/Intet går tabt|har ventet/);
    expect(wholeOf(english)).toMatch(/Nothing is lost|has waited/);
    expect(wholeOf(danish)).not.toMatch(/undefined|null|\bthe\b/);
    expect(wholeOf(english)).not.toMatch(/undefined|null|[æøå]/i);
  }
});

describe('a secret that expires', () => {
  test('is told of with its last day and the exact steps to a new one', () => {
    const text = wholeOf(notification());
    for (const part of [
      'expires in 30 days: 30 June 2027',
      'App registrations › All applications',
      facts.clientId,
      'Certificates & secrets › Client secrets › New client secret',
      'absence-sync -- secret renew --company acme',
      'PUT /v1/companies/acme/connection/secret',
    ])
      expect(text).toContain(part);
  });

  test('is told of in Danish where that is the company’s language', () => {
    const { subject, paragraphs } = describeNotification(notification({ language: 'da' }));
    expect(subject).toBe('Klienthemmeligheden for Acme A/S udløber om 30 dage');
    expect(paragraphs.join(' ')).toContain('30. juni 2027');
  });

  test.each([
    [1, 'tomorrow'],
    [0, 'today'],
  ])('with %i days left it says %s', (daysLeft, words) => {
    expect(describeNotification(notification({ facts: { daysLeft } })).subject).toContain(words);
  });

  test('whose noted day is past while Microsoft still takes it may have a wrong date, which it says how to correct', () => {
    const text = wholeOf(notification({ kind: 'secret-expired', facts: { daysLeft: -1 } }));
    expect(text).toContain('Microsoft has not refused it yet');
    expect(text).toContain('{"secretExpiresAt": "YYYY-MM-DD"}');
  });
});

describe('a stop', () => {
  test('says when, why, how many wait, and what Microsoft answered', () => {
    const text = wholeOf(
      notification({
        kind: 'sync-stopped',
        facts: {
          state: 'expired',
          reason: {
            code: 'secret-expired',
            microsoft: { status: 401, code: 'AADSTS7000222', requestId: 'request-1' },
          },
        },
      }),
    );
    for (const part of [
      'closed since 31 May 2027 at 08:03',
      'The client secret has expired.',
      '20 registrations wait.',
      '401 AADSTS7000222, request id request-1',
      'secret renew --company acme',
    ])
      expect(text).toContain(part);
  });

  test('for another cause names that cause’s way out and no new secret', () => {
    const text = wholeOf(
      notification({
        kind: 'sync-stopped',
        waiting: 1,
        facts: { state: 'misconfigured', reason: { code: 'application-disabled' } },
      }),
    );
    expect(text).toContain('Enable it in Entra');
    expect(text).toContain('1 registration waits.');
    expect(text).not.toContain('secret renew');
  });
});
