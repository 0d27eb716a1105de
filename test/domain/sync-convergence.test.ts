import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { versionOf } from '#domain/registration.ts';
import { bo, contentIn } from './builders.ts';
import { fates } from './outlook-simulator.ts';
import { Scene } from './scene.ts';

type Happening = readonly [name: string, happen: (scene: Scene) => void];

const byHr: readonly Happening[] = [
  ['HR approves', (scene) => scene.hrApproves()],
  ['HR rejects', (scene) => scene.hrRejects()],
  ['HR deletes', (scene) => scene.hrDeletes()],
  ['HR says it again', (scene) => scene.hrRepeats()],
  ['HR changes it to the 1st', (scene) => scene.hrChangesFirstDayTo('2026-12-01')],
  ['HR changes it to the 8th', (scene) => scene.hrChangesFirstDayTo('2026-12-08')],
  ['HR makes it overtime', (scene) => scene.hrChangesTypeTo('overtime')],
  ['HR makes it a vacation', (scene) => scene.hrChangesTypeTo('vacation')],
  ['HR gives it to Bo', (scene) => scene.hrGivesItTo(bo)],
  ['HR gives it to Anna', (scene) => scene.hrGivesItTo(scene.annaToday)],
];
const byOthers: readonly Happening[] = [
  ['Anna is renamed', (scene) => scene.annaIsRenamed()],
  ['the user deletes the event', (scene) => scene.userDeletesTheEvent()],
  ['the user moves the event', (scene) => scene.userMovesTheEvent()],
  ['English', (scene) => scene.companyChooses({ settings: { language: 'en' } })],
  ['vacations off', (scene) => scene.companyChooses({ overrides: { vacation: { synced: false } } })],
  ['vacations on', (scene) => scene.companyChooses({})],
];
const bySyncs: readonly Happening[] = fates.map((fate) => [`sync ${fate}`, (scene) => scene.sync(fate)]);
const moveOfTenant: Happening = ['move to another tenant', (scene) => scene.companyMovesToTenant('tenant-2')];

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...bySyncs) },
  { weight: 6, arbitrary: fc.constantFrom(...byHr) },
  { weight: 3, arbitrary: fc.constantFrom(...byOthers) },
);
const story = fc.array(happening, { maxLength: 24 });

/** What is wrong with the calendars at rest; empty where a person would find nothing to complain of. */
function complaintsAfter(happenings: readonly Happening[]): string[] {
  const scene = new Scene().hrCreates(true);
  for (const [, happen] of happenings) happen(scene);
  scene.comesToRest();
  const step = scene.nextStep();
  // Only a removal from an address that no mailbox has any more may stay undone, and it is said.
  const isStuck = step.kind === 'remove' && !scene.outlook.has(step.write.tenantId, step.write.mailbox);
  const stuckId = isStuck ? step.standing.calendarEventId : null;
  const { desired, status } = scene;
  const events = scene.calendars.filter(({ id }) => id !== stuckId);
  const complaints: string[] = [];
  if (step.kind !== 'none' && !isStuck) complaints.push(`restless: ${step.kind}`);
  if (isStuck && status.state !== 'attention') complaints.push(`stuck, and said to be ${status.state}`);
  if (desired.kind === 'none') {
    if (events.length > 0) complaints.push(`${events.length} events where none is wanted`);
    return complaints;
  }
  if (events.length > 1) complaints.push(`${events.length} events of one registration`);
  const [event] = events;
  if (event === undefined) {
    if (!mayStayRemoved(scene)) complaints.push('no event');
    return complaints;
  }
  if (event.address !== desired.mailbox) complaints.push('in another mailbox');
  if (JSON.stringify(event.content) !== JSON.stringify(desired.content))
    complaints.push('with other content');
  if (!isStuck && status.state !== 'synced') complaints.push(`in Outlook, and said to be ${status.state}`);
  return complaints;
}

/** The user removed it and HR has said nothing new since, or nothing that would look different. */
function mayStayRemoved({ removedByUser, registration, desired }: Scene): boolean {
  if (removedByUser === null) return false;
  return (
    removedByUser.version === versionOf(registration) ||
    JSON.stringify(removedByUser.event.content) === JSON.stringify(contentIn(desired))
  );
}

function noComplaints(stories: fc.Arbitrary<readonly Happening[]>, numRuns: number): void {
  fc.assert(
    fc.property(stories, (happenings) => {
      const complaints = complaintsAfter(happenings);
      if (complaints.length > 0)
        throw new Error(`${happenings.map(([name]) => name).join(' · ')}: ${complaints.join(', ')}`);
    }),
    { numRuns },
  );
}

test(
  'whatever happens in between, one event is right in the end, or none where none is wanted',
  { timeout: 60_000 },
  () => {
    noComplaints(story, 6_000);
    expect.assertions(0);
  },
);

test('so it is in the tenant that the company has moved to', { timeout: 60_000 }, () => {
  noComplaints(
    fc.tuple(story, story).map(([before, after]) => [...before, moveOfTenant, ...after]),
    2_000,
  );
  expect.assertions(0);
});

test(
  'two lost or refused requests and a change back, in every combination, end right',
  { timeout: 60_000 },
  () => {
    const changes = [...byHr, ...byOthers];
    const sequences = bySyncs.flatMap((one) =>
      bySyncs.flatMap((other) =>
        changes.flatMap((first) => changes.map((second) => [one, first, other, second] as const)),
      ),
    );
    const failing = sequences.flatMap((happenings) =>
      complaintsAfter(happenings).map(
        (complaint) => `${happenings.map(([name]) => name).join(' · ')}: ${complaint}`,
      ),
    );
    expect(failing).toEqual([]);
  },
);
