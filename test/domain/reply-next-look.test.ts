import { describe, expect, test } from 'vitest';
import { nextReplyLook, type ReplySetting } from '#domain/reply-lease.ts';
import { ReplyScene } from './reply-slot-simulator.ts';

const may = '2026-05-04T08:00:00.000Z';
const secondOfJune = '2026-06-02T08:00:00.000Z';
const june: ReplySetting = {
  status: 'scheduled',
  audience: 'all',
  from: '2026-05-31T22:00:00.000Z',
  to: '2026-06-05T22:00:00.000Z',
  internal: 'Away',
  external: 'Away, thank you',
};
const usersReply: Partial<ReplySetting> = { status: 'alwaysEnabled', internal: 'Call me' };
/** June's reply stands, set in May. */
const leased = () => new ReplyScene().looks(june, may);

describe('the next look', () => {
  test('is due when ours begins, to see that it still stands, and when it ends', () => {
    const { record } = leased();
    expect(nextReplyLook(record, june, may)).toBe(june.from);
    expect(nextReplyLook(record, june, '2026-06-05T20:00:00.000Z')).toBe(june.to);
  });

  test('is due twice a day while ours replies: a user’s own may come and go', () => {
    expect(nextReplyLook(leased().record, june, secondOfJune)).toBe('2026-06-02T20:00:00.000Z');
  });

  test('is due when the absence for which ours was switched off ends', () => {
    const scene = leased();
    scene.slot.userSets({ status: 'disabled' });
    scene.looks(june, secondOfJune);
    expect(nextReplyLook(scene.record, june, '2026-06-05T20:00:00.000Z')).toBe(june.to);
  });

  test('is due twice a day while a user’s reply without an end is in the way', () => {
    const scene = new ReplyScene();
    scene.slot.userSets(usersReply);
    expect(nextReplyLook(scene.looks(june, may).record, june, may)).toBe('2026-05-04T20:00:00.000Z');
  });

  test('is not due by itself where nothing of ours stands and nothing is wanted', () => {
    expect(nextReplyLook(new ReplyScene().record, null, may)).toBeNull();
    expect(nextReplyLook(leased().looks(null, june.to).record, null, june.to)).toBeNull();
  });
});
