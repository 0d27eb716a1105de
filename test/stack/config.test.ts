import { expect, test } from 'vitest';
import { readConfig } from '#config.ts';

test.each([
  [{}, false],
  [{ MICROSOFT_GRAPH_ORIGIN: '', MICROSOFT_LOGIN_ORIGIN: '' }, false],
  [{ MICROSOFT_GRAPH_ORIGIN: 'http://127.0.0.1:3900' }, true],
  [{ MICROSOFT_LOGIN_ORIGIN: 'http://127.0.0.1:3900' }, true],
])(
  'with %o requests are redirected: %s; a setting without a value counts as absent',
  (environment, expected) => {
    expect(readConfig(environment).microsoft).toMatchObject({
      isRedirected: expected,
      ...(!expected && { graphOrigin: 'https://graph.microsoft.com' }),
    });
  },
);
