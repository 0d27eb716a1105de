import { describe, expect, test } from 'vitest';
import { explainReply, replyExplanationTexts, type ReplyState } from '#domain/reply-explanation.ts';
import { parsePeriod } from '#domain/period.ts';
import { describeExplanation, explain } from '#domain/explanation.ts';
import { acme, annaVacation, companyWith, created, deleted, fingerprint, given } from './builders.ts';
import { nothingKnown, now, sentVacation } from './explanation-cases.ts';

const on = { ...acme.settings.automaticReplies, enabled: true };
const company = companyWith({ settings: { automaticReplies: on } });
const nobody: ReplyState = { owner: 'none', from: null, to: null, reason: null };
const ours: ReplyState = {
  owner: 'absence-sync',
  from: '2026-11-30T23:00:00.000Z',
  to: '2026-12-05T23:00:00.000Z',
  reason: null,
};
const approved = given(sentVacation);
const codeOf = (state: ReplyState, registration = approved) =>
  explainReply(registration, company, state, now)?.code;
const registered = (absenceType: string, from: string, to: string) =>
  given(created(1, { ...annaVacation, absenceType, period: parsePeriod(from, to) }, true));

describe('the reply of a registration', () => {
  test('is set where ours covers it, and else comes when it is the next one', () => {
    expect(codeOf(ours)).toBe('set');
    expect(codeOf(nobody)).toBe('waits');
    expect(codeOf({ ...ours, to: '2026-12-03T23:00:00.000Z' })).toBe('waits');
  });

  test('is left to the user, or hindered, and says why', () => {
    expect(codeOf({ ...ours, owner: 'user' })).toBe('left-to-user');
    expect(codeOf({ ...nobody, reason: { code: 'reply-permission-missing' } })).toBe('hindered');
  });

  test('is none where the registration makes none', () => {
    expect(codeOf(ours, given(created(1)))).toBe('not-in-outlook');
    expect(codeOf(ours, given(sentVacation, deleted(2)))).toBe('not-in-outlook');
    expect(codeOf(ours, registered('home-office', '2026-12-01', '2026-12-02'))).toBe('type-without-reply');
    expect(codeOf(ours, registered('vacation', '2026-01-05', '2026-01-06'))).toBe('over');
  });

  test('is not spoken of where the company has replies OFF', () => {
    expect(explainReply(approved, acme, ours, now)).toBeNull();
  });

  test('is part of the one explanation, in both languages', () => {
    const explanation = explain(approved, company, fingerprint, { ...nothingKnown, reply: ours });
    for (const language of ['da', 'en'] as const)
      expect(describeExplanation(explanation, language).automaticReply).toEqual({
        ...ours,
        code: 'set',
        message: replyExplanationTexts.set[language],
      });
  });
});
