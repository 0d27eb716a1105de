import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { needsApproval } from '#domain/replay.ts';

describe('removals are asked for', () => {
  test.each<[removals: number, standing: number, asks: boolean]>([
    [0, 0, false],
    [1, 1, false],
    [20, 20, false],
    [20, 199, false],
    [21, 21, true],
    [21, 209, true],
    [21, 210, false],
    [21, 211, false],
    [22, 211, true],
    [1000, 10_000, false],
    [1001, 10_000, true],
    [1001, 10_010, false],
    [1001, 10_009, true],
  ])('%i of %i: %s', (removals, standing, asks) => {
    expect(needsApproval(removals, standing)).toBe(asks);
  });

  test('where more events go than are known to stand, because duplicates go too', () => {
    expect(needsApproval(21, 0)).toBe(true);
    expect(needsApproval(40, 20)).toBe(true);
  });

  test('never for 20 or fewer, however few stand; never for a tenth or less, however many go', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(100_000), (removals, standing) => !needsApproval(removals, standing)),
    );
    fc.assert(fc.property(fc.nat(100_000), (removals) => !needsApproval(removals, removals * 10)));
  });

  test('no less for one removal more, and no more for one standing event more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 0, max: 5_000 }),
        (removals, standing) =>
          needsApproval(removals + 1, standing) >= needsApproval(removals, standing) &&
          needsApproval(removals, standing + 1) <= needsApproval(removals, standing),
      ),
    );
  });
});
