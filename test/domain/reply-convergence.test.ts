import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeFates } from './reply-slot-simulator.ts';
import { ReplyStory } from './reply-story.ts';

type Happening = readonly [name: string, happen: (story: ReplyStory) => void];

const absence = (name: string, from: string, to: string): Happening => [
  `${name} is ${from} to ${to}`,
  (story) => story.hrSays(name, { from, to }),
];
const byHr: readonly Happening[] = [
  absence('a', '2026-06-01', '2026-06-05'),
  absence('a', '2026-06-01', '2026-06-03'),
  absence('a', '2026-06-01', '2026-06-10'),
  absence('a', '2026-08-03', '2026-08-07'),
  absence('b', '2026-06-04', '2026-06-09'),
  absence('b', '2026-06-17', '2026-06-18'),
  absence('c', '2026-07-20', '2026-07-24'),
  absence('c', '2026-06-03', '2026-07-24'),
  absence('d', '2026-05-06', '2026-05-06'),
  ['a is deleted', (story) => story.hrSays('a', null)],
  ['b is deleted', (story) => story.hrSays('b', null)],
  ['c is deleted', (story) => story.hrSays('c', null)],
];
const byUsers: readonly Happening[] = [
  ['own reply', (story) => story.userSetsOwn(null)],
  ['own reply for 3 days', (story) => story.userSetsOwn(3)],
  ['own reply for 30 days', (story) => story.userSetsOwn(30)],
  ['text edited', (story) => story.userEditsText()],
  ['switched off', (story) => story.userSwitches('disabled')],
  ['switched off', (story) => story.userSwitches('disabled')],
  ['switched on again', (story) => story.userSwitches('scheduled')],
];
const byTime: readonly Happening[] = [
  ...[0.5, 2, 9, 30].map((days): Happening => [`${days} days pass`, (story) => story.passes(days)]),
  ...[1, 12].map((days): Happening => [`${days} days without looks`, (story) => story.isDownFor(days)]),
];
const byCompany: readonly Happening[] = [
  ['nobody outside', (story) => story.companyChooses('none')],
  ['everybody', (story) => story.companyChooses('all')],
];
const byLooks: readonly Happening[] = writeFates.map((fate) => [
  `look, ${fate}`,
  (story) => story.looks(fate),
]);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...byLooks) },
  { weight: 5, arbitrary: fc.constantFrom(...byHr) },
  { weight: 4, arbitrary: fc.constantFrom(...byUsers) },
  { weight: 3, arbitrary: fc.constantFrom(...byTime) },
  { weight: 1, arbitrary: fc.constantFrom(...byCompany) },
);
const happenings = fc.array(happening, { maxLength: 24 });

function complaintsAfter(sequence: readonly Happening[], allowsExternal: boolean): readonly string[] {
  const story = new ReplyStory(allowsExternal);
  for (const [, happen] of sequence) happen(story);
  story.looks();
  story.passes(20);
  story.nothingIsWanted();
  story.looks();
  return story.complaints;
}

test(
  'at rest the slot holds what the user has set, or exactly the window that should stand, and gives back what was there',
  { timeout: 60_000 },
  () => {
    fc.assert(
      fc.property(happenings, fc.boolean(), (sequence, allowsExternal) => {
        const complaints = complaintsAfter(sequence, allowsExternal);
        if (complaints.length > 0)
          throw new Error(`${sequence.map(([name]) => name).join(' · ')}: ${complaints.join(', ')}`);
      }),
      { numRuns: 6_000 },
    );
    expect.assertions(0);
  },
);

test('so it is after every two acts with a lost answer between', { timeout: 60_000 }, () => {
  const [june, ...others] = byHr;
  const acts = [...others, ...byUsers, ...byTime, ...byCompany];
  const failing = byLooks.flatMap((first) =>
    byLooks.flatMap((second) =>
      acts.flatMap((act) =>
        acts.flatMap((other) => {
          const sequence = [...(june === undefined ? [] : [june]), first, act, second, other];
          const names = sequence.map(([name]) => name).join(' · ');
          return complaintsAfter(sequence, true).map((complaint) => `${names}: ${complaint}`);
        }),
      ),
    ),
  );
  expect(failing).toEqual([]);
});
