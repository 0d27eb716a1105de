import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { versionOf } from '#domain/registration.ts';
import { bo, contentIn } from './builders.ts';
import { readingOf } from './outlook-reader.ts';
import { fates, type OutlookEvent } from './outlook-simulator.ts';
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
const byUsers: readonly Happening[] = [
  ['the user deletes the event', (scene) => scene.userDeletesTheEvent()],
  ['the user moves the event', (scene) => scene.userMovesTheEvent()],
  ['the user renames it', (scene) => scene.userEditsTheEvent({ subject: 'Gone fishing' })],
  ['the user postpones it', (scene) => scene.userEditsTheEvent({ start: '2026-12-24T00:00:00' })],
  ['the user copies it', (scene) => scene.userCopiesTheEvent()],
];
const byAdministrators: readonly Happening[] = [
  ['a repair reads', (scene) => scene.repairReads()],
  ['a repair learns', (scene) => scene.repairLearns()],
  ['a repair', (scene) => scene.repairs()],
  ['the removal is held', (scene) => scene.replayHoldsTheRemoval()],
  ['the removal is rejected', (scene) => scene.administratorRejectsTheRemoval()],
  ['the removal is released', (scene) => scene.administratorReleasesTheRemoval()],
  ['sync now', (scene) => scene.administratorAsksForSync()],
  ['OFF with purge', (scene) => scene.companyPurges()],
  ['ON again', (scene) => scene.companyIsOnAgain()],
];
const bySyncs: readonly Happening[] = fates.map((fate) => [`sync ${fate}`, (scene) => scene.sync(fate)]);
const moveOfTenant: Happening = ['move to another tenant', (scene) => scene.companyMovesToTenant('tenant-2')];

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(...bySyncs) },
  { weight: 6, arbitrary: fc.constantFrom(...byHr) },
  { weight: 3, arbitrary: fc.constantFrom(...byOthers) },
  { weight: 3, arbitrary: fc.constantFrom(...byUsers) },
  { weight: 4, arbitrary: fc.constantFrom(...byAdministrators) },
);
const story = fc.array(happening, { maxLength: 24 });

/** What is wrong with the calendars in the end; empty where a person would find nothing to complain of. */
function complaintsAfter(happenings: readonly Happening[]): string[] {
  const scene = new Scene().hrCreates(true);
  for (const [, happen] of happenings) happen(scene);
  const atRest = complaintsAbout(scene.comesToRest(), { isRepaired: false });
  scene.companyIsOnAgain().comesToRest().repairs().comesToRest();
  const isRepaired = readingOf(scene.registration, scene.company, scene.outlook) !== null;
  const afterRepair = complaintsAbout(scene, { isRepaired }).map((complaint) => `repaired: ${complaint}`);
  const unasked = scene.removedUnasked.map((id) => `${id} removed though held`);
  return [...atRest, ...afterRepair, ...unasked];
}

function complaintsAbout(scene: Scene, { isRepaired }: { readonly isRepaired: boolean }): string[] {
  const step = scene.nextStep();
  // Only a removal from an address that no mailbox has any more may stay undone, and it is said.
  const isStuck = step.kind === 'remove' && !scene.outlook.has(step.write.tenantId, step.write.mailbox);
  const stuckId = isStuck ? step.standing.calendarEventId : null;
  const { desired, status, isHeld } = scene;
  const events = scene.calendars.filter(
    (event) => event.id !== stuckId && !isLeftAlone(scene, event, isRepaired),
  );
  const complaints: string[] = [];
  if (step.kind !== 'none' && !isStuck) complaints.push(`restless: ${step.kind}`);
  const undone = scene.company.connection.isPurging ? ['attention', 'parked'] : ['attention'];
  if (isStuck && !(undone.includes(status.state) && status.reason?.code === 'mailbox-not-found'))
    complaints.push(`stuck, and said to be ${status.state}`);
  if (isHeld && !(status.state === 'attention' && status.reason?.code === 'deletion-limit'))
    complaints.push(`held, and said to be ${status.state}`);
  if (isHeld && scene.company.connection.isPurging) complaints.push('held against a purge');
  if (desired.kind === 'none') {
    if (events.length > 0) complaints.push(`${events.length} events where none is wanted`);
    return complaints;
  }
  if (events.length > 1) complaints.push(`${events.length} events of one registration`);
  const [event] = events;
  if (event === undefined) {
    if (isRepaired || !mayStayRemoved(scene)) complaints.push('no event');
    return complaints;
  }
  if (event.address !== desired.mailbox) complaints.push('in another mailbox');
  const shown = isRepaired ? event.content : event.written;
  if (JSON.stringify(shown) !== JSON.stringify(desired.content)) complaints.push('with other content');
  if (!isStuck && !isHeld && status.state !== 'synced')
    complaints.push(`in Outlook, and said to be ${status.state}`);
  return complaints;
}

/** Held, or a user's copy that no repair could find: it lists the calendar that the registration names now. */
function isLeftAlone(scene: Scene, event: OutlookEvent, isRepaired: boolean): boolean {
  const { registration, isHeld } = scene;
  if (isHeld && isToGo(scene, event.id)) return true;
  const isWhereLooked =
    event.address === registration.data?.value.employee.mailbox && event.folder === 'calendar';
  return scene.isUnknownCopy(event) && !(isRepaired && isWhereLooked);
}

function isToGo({ registration, desired }: Scene, id: string): boolean {
  const { standing, owedRemovals } = registration.calendar;
  const toGo = desired.kind === 'none' && standing !== null ? [standing, ...owedRemovals] : owedRemovals;
  return toGo.some(({ calendarEventId }) => calendarEventId === id);
}

/** The user removed it and HR has said nothing new since, or nothing that would look different. */
function mayStayRemoved({ removedByUser, registration, desired }: Scene): boolean {
  if (removedByUser === null) return false;
  return (
    removedByUser.version === versionOf(registration) ||
    JSON.stringify(removedByUser.event.written) === JSON.stringify(contentIn(desired))
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
