import { describe, expect, test } from 'vitest';
import { isWithheld, judgeRefusal, secondsToNextCheck } from '#domain/mailbox.ts';
import type { Reason } from '#domain/reasons.ts';

const operations = ['create', 'update', 'remove'] as const;

describe('a mailbox in trouble', () => {
  test('gets no write of any kind', () => {
    for (const code of [
      'mailbox-out-of-scope',
      'permission-missing',
      'mailbox-not-found',
      'mailbox-not-enabled',
    ] as const)
      expect(operations.map((operation) => isWithheld(operation, { code }))).toEqual([true, true, true]);
  });

  test('gets changes and removals where it is only full', () => {
    expect(operations.map((operation) => isWithheld(operation, { code: 'mailbox-full' }))).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('is left alone twice as long after each check that fails, and never longer than a day', () => {
    const minutes = [0, 1, 2, 3, 4, 5, 6, 60].map((failed) => secondsToNextCheck(2100, failed) / 60);
    expect(minutes).toEqual([35, 70, 140, 280, 560, 1120, 1440, 1440]);
  });
});

describe('a refusal', () => {
  const microsoft = { status: 403, code: 'ErrorAccessDenied', requestId: 'r-1' };
  const refusal: Reason = { code: 'mailbox-out-of-scope', microsoft };

  test('condemns the mailbox only where another has worked, and keeps Microsoft’s answer either way', () => {
    expect(judgeRefusal(refusal, true)).toEqual(refusal);
    expect(judgeRefusal(refusal, false)).toEqual({ code: 'permission-missing', microsoft });
  });

  test('is not read into any other trouble', () => {
    expect(judgeRefusal({ code: 'mailbox-not-found' }, false)).toEqual({ code: 'mailbox-not-found' });
  });
});
