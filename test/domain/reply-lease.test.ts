import { describe, expect, test } from 'vitest';
import { nextReplyLook, type ReplySetting } from '#domain/reply-lease.ts';
import { ReplyScene, usersOwn, type WriteFate } from './reply-slot-simulator.ts';

const may = '2026-05-04T08:00:00.000Z';
const secondOfJune = '2026-06-02T08:00:00.000Z';
const endOfJuneAbsence = '2026-06-05T22:00:00.000Z';

const ours = (from: string, to: string, text = `away until ${to}`): ReplySetting => ({
  status: 'scheduled',
  audience: 'all',
  from,
  to,
  internal: text,
  external: `${text}, thank you`,
});
const june = ours('2026-05-31T22:00:00.000Z', endOfJuneAbsence);
const longerJune = ours(june.from, '2026-06-10T22:00:00.000Z');
const shorterJune = ours(june.from, '2026-06-03T22:00:00.000Z');
const laterInJune = ours('2026-06-04T22:00:00.000Z', '2026-06-08T22:00:00.000Z');
const july = ours('2026-07-19T22:00:00.000Z', '2026-07-24T22:00:00.000Z');
const usersReply: Partial<ReplySetting> = { status: 'alwaysEnabled', internal: 'Call me' };

const shown = (setting: ReplySetting) => ({
  ...setting,
  internal: `<html>\n<body>\n${setting.internal}\n</body>\n</html>\n`,
  external: `<html>\n<body>\n${setting.external}\n</body>\n</html>\n`,
});
/** June's reply stands, set in May. */
const leased = () => new ReplyScene().looks(june, may);

describe('ours', () => {
  test('is set as soon as its absence is the next one, with all fields together', () => {
    expect(leased().slot.setting).toEqual(shown(june));
  });

  test('is set by one write, and equal settings are never written again', () => {
    const scene = leased()
      .looks(june, may)
      .looks({ ...june }, secondOfJune);
    expect(scene.writes).toHaveLength(1);
  });

  test('follows its window while it stands untouched', () => {
    const scene = leased().looks(longerJune, secondOfJune);
    expect(scene.slot.setting).toEqual(shown(longerJune));
    expect(scene.looks(june, secondOfJune).slot.setting).toEqual(shown(june));
  });

  test('follows a change of text or audience while it stands untouched', () => {
    const other: ReplySetting = { ...june, audience: 'none', external: 'gone' };
    expect(leased().looks(other, secondOfJune).slot.setting).toEqual(shown(other));
  });

  test('gives way to the next window’s by one write, without what stood before in between', () => {
    const scene = leased().looks(july, endOfJuneAbsence);
    expect(scene.slot.setting).toEqual(shown(july));
    expect(scene.writes).toHaveLength(2);
  });

  test('is not set for an absence that is over', () => {
    expect(new ReplyScene().looks(june, endOfJuneAbsence)).toMatchObject({ reads: 0, writes: [] });
  });
});

describe('what stood there before', () => {
  test.each([
    ['at the end', endOfJuneAbsence],
    ['on cancellation', secondOfJune],
    ['before the absence has begun', may],
  ])('comes back word for word %s', (_, now) => {
    const scene = leased().looks(null, now);
    expect(scene.slot.setting).toEqual(usersOwn);
    expect(scene.record).toMatchObject({ owner: 'none', lease: null });
    expect(scene.looks(null, now).writes).toHaveLength(2);
  });

  test('comes back after several windows and changes of ours', () => {
    const scene = leased().looks(longerJune, secondOfJune).looks(july, longerJune.to);
    expect(scene.looks(null, july.to).slot.setting).toEqual(usersOwn);
  });

  test('comes back as disabled where its time is past, texts kept', () => {
    const scene = new ReplyScene();
    scene.slot.userSets({ status: 'scheduled', internal: 'In Rome' });
    const before = scene.slot.setting;
    scene.looks(june, may).looks(null, endOfJuneAbsence);
    expect(scene.slot.setting).toEqual({ ...before, status: 'disabled' });
  });

  test('is saved anew right before each set', () => {
    const scene = leased().looks(null, endOfJuneAbsence);
    scene.slot.userSets({ internal: 'New text' });
    const before = scene.slot.setting;
    scene.looks(july, '2026-06-20T08:00:00.000Z').looks(null, july.to);
    expect(scene.slot.setting).toEqual(before);
  });
});

describe('the user’s own reply', () => {
  test.each<[string, Partial<ReplySetting>]>([
    ['without an end', usersReply],
    ['with an end ahead', { status: 'scheduled', to: '2026-06-03T10:00:00.000Z' }],
    ['that begins later', { status: 'scheduled', from: july.from, to: july.to }],
  ])('%s is not touched, and is said to be the user’s', (_, change) => {
    const scene = new ReplyScene();
    scene.slot.userSets(change);
    const before = scene.slot.setting;
    scene.looks(june, may).looks(longerJune, secondOfJune).looks(null, secondOfJune);
    expect(scene.slot.setting).toEqual(before);
    expect(scene.writes).toEqual([]);
    expect(scene.record.owner).toBe('user');
  });

  test.each<[string, Partial<ReplySetting>]>([
    ['set over ours', usersReply],
    ['that is ours with another text', { internal: 'Call me' }],
    ['that is ours with another end', { to: '2026-06-04T10:00:00.000Z' }],
    ['that is ours with another audience', { audience: 'none' }],
  ])('%s is not touched, not even where ours would change or end', (_, change) => {
    const scene = leased();
    scene.slot.userSets(change);
    const before = scene.slot.setting;
    scene.looks(longerJune, secondOfJune).looks(null, secondOfJune);
    expect(scene.slot.setting).toEqual(before);
    expect(scene.record.owner).toBe('user');
  });

  test('is noted once, however often it is read', () => {
    const scene = new ReplyScene();
    scene.slot.userSets(usersReply);
    const { sequence } = scene.looks(june, may).record;
    expect(scene.looks(june, secondOfJune).record.sequence).toBe(sequence);
  });

  test('makes room for ours when it is over, and comes back off', () => {
    const scene = leased();
    const until = '2026-06-03T10:00:00.000Z';
    scene.slot.userSets({ ...usersReply, status: 'scheduled', to: until });
    const before = scene.slot.setting;
    scene.looks(june, secondOfJune);
    expect(nextReplyLook(scene.record, june, '2026-06-03T08:00:00.000Z')).toBe(until);
    expect(scene.looks(june, until).slot.setting).toEqual(shown(june));
    expect(scene.looks(null, june.to).slot.setting).toEqual({ ...before, status: 'disabled' });
  });

  test('that came and went unseen while ours stood makes room for ours', () => {
    const scene = leased();
    scene.slot.userSets({ ...usersReply, status: 'scheduled', to: secondOfJune });
    expect(scene.looks(june, '2026-06-03T08:00:00.000Z').slot.setting).toEqual(shown(june));
  });

  test('that the user switches off makes room for ours', () => {
    const scene = new ReplyScene();
    scene.slot.userSets(usersReply);
    scene.looks(june, may).slot.userSets({ status: 'disabled' });
    expect(scene.looks(june, secondOfJune).slot.setting).toEqual(shown(june));
  });
});

describe('ours switched off by hand', () => {
  const switchedOff = (now = secondOfJune) => {
    const scene = leased();
    scene.slot.userSets({ status: 'disabled' });
    return scene.looks(june, now);
  };

  test.each([
    ['unchanged', june],
    ['longer', longerJune],
    ['shorter', shorterJune],
    ['with another text', { ...june, internal: 'other' }],
  ])('stays off for that absence, also where its window is %s', (_, wanted) => {
    const scene = switchedOff().looks(wanted, '2026-06-03T08:00:00.000Z');
    expect(scene.slot.setting).toEqual({ ...shown(june), status: 'disabled' });
    expect(scene.record.owner).toBe('user');
  });

  test('stays off past the old end where the absence has been extended', () => {
    const scene = switchedOff().looks(longerJune, secondOfJune).looks(longerJune, '2026-06-08T08:00:00.000Z');
    expect(scene.writes).toHaveLength(1);
    expect(switchedOff().looks(longerJune, '2026-06-08T08:00:00.000Z').writes).toHaveLength(1);
  });

  test('costs no further request while that absence lasts', () => {
    const scene = switchedOff();
    const { reads } = scene;
    expect(scene.looks(june, '2026-06-04T08:00:00.000Z').reads).toBe(reads);
  });

  test('is set again for the next absence', () => {
    expect(switchedOff().looks(july, endOfJuneAbsence).slot.setting).toEqual(shown(july));
    const shrunk = switchedOff().looks(shorterJune, secondOfJune);
    expect(shrunk.looks(laterInJune, shorterJune.to).slot.setting).toEqual(shown(laterInJune));
  });

  test('is off for that absence alone: an earlier one gets its own, and the later one stays off', () => {
    const scene = new ReplyScene().looks(july, may);
    scene.slot.userSets({ status: 'disabled' });
    scene.looks(july, may);
    expect(scene.looks(june, may).slot.setting).toEqual(shown(june));
    expect(scene.looks(july, june.to).slot.setting).toEqual({ ...shown(july), status: 'disabled' });
  });

  test('stays off where the user switched it off before the absence began', () => {
    expect(switchedOff(may).looks(june, secondOfJune).writes).toHaveLength(1);
  });
});

describe('an organisation that forbids external replies', () => {
  test('is not fought: ours is written once, and taken back as it was', () => {
    const scene = new ReplyScene();
    scene.slot.allowsExternal = false;
    scene.slot.userSets({});
    const before = scene.slot.setting;
    scene.looks(june, may).looks(june, secondOfJune);
    expect(scene.slot.setting).toEqual({ ...shown(june), audience: 'none' });
    expect(scene.writes).toHaveLength(1);
    expect(scene.looks(null, june.to).slot.setting).toEqual(before);
  });

  test('hides no write whose answer was lost', () => {
    const scene = new ReplyScene();
    scene.slot.allowsExternal = false;
    scene.looks(june, may, 'lost after the effect').looks(june, may);
    expect(scene.record.owner).toBe('absence-sync');
    expect(scene.writes).toHaveLength(1);
  });
});

describe('a write without an answer', () => {
  test.each<[WriteFate, number]>([
    ['lost before the effect', 2],
    ['lost after the effect', 1],
    ['refused', 2],
  ])('%s ends as if it had been answered, with %i writes in all', (fate, writes) => {
    const scene = new ReplyScene().looks(june, may, fate).looks(june, may);
    expect(scene.slot.setting).toEqual(shown(june));
    expect(scene.writes).toHaveLength(writes);
    scene.looks(null, june.to, fate).looks(null, june.to);
    expect(scene.slot.setting).toEqual(usersOwn);
    expect(scene.writes).toHaveLength(2 * writes);
  });

  test('that changes the audience alone is not taken for done', () => {
    const quiet: ReplySetting = { ...june, audience: 'none' };
    const scene = leased().looks(quiet, may, 'lost before the effect').looks(quiet, may);
    expect(scene.slot.setting).toEqual(shown(quiet));
  });

  test('and is switched off by hand before we know stays off', () => {
    const scene = new ReplyScene().looks(june, may, 'lost after the effect');
    scene.slot.userSets({ status: 'disabled' });
    expect(scene.looks(june, may).looks(june, secondOfJune).writes).toHaveLength(1);
    expect(scene.record.owner).toBe('user');
  });

  test('is not taken for switched off where the same stood there, off, before', () => {
    const scene = new ReplyScene();
    scene.slot.userSets({ ...june, status: 'disabled' });
    scene.looks(june, may, 'lost before the effect').looks(june, may);
    expect(scene.slot.setting).toEqual(shown(june));
  });

  test('and is edited before we know is the user’s', () => {
    const scene = new ReplyScene().looks(june, may, 'lost after the effect');
    scene.slot.userSets({ internal: 'Call me' });
    expect(scene.looks(june, may).looks(null, secondOfJune).writes).toHaveLength(1);
  });

  test('that took ours back, and a reply of the user’s own that is off again, do not forbid the next window', () => {
    const scene = leased().looks(null, june.to, 'lost after the effect');
    scene.slot.userSets(usersReply);
    scene.slot.userSets({ status: 'disabled' });
    const longer = ours(june.from, july.to);
    expect(scene.looks(longer, june.to).slot.setting).toEqual(shown(longer));
  });

  test('that replaced ours by an earlier window’s, and was edited and switched off, does not forbid the later window', () => {
    const scene = new ReplyScene().looks(july, may).looks(june, may, 'lost after the effect');
    scene.slot.userSets({ status: 'disabled', internal: 'Call me' });
    expect(scene.looks(july, endOfJuneAbsence).slot.setting).toEqual(shown(july));
  });
});

test('where nothing is wanted and nothing of ours stands, nothing is asked of Microsoft', () => {
  expect(new ReplyScene().looks(null, may).reads).toBe(0);
});
