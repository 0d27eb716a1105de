import { readConfig } from '#config.ts';
import { openBrowser } from '#test/console/browser.ts';
import { openDemoWorld } from './demo-world.ts';
import { playOutage } from './outage-story.ts';
import {
  changeTypeText,
  seeItInDanishAndDark,
  seeOnePending,
  takeMailboxOutOfScope,
  tryAReplay,
} from './short-stops.ts';
import { openStage, type Stage } from './stage.ts';

/** Plays docs/tour.md in a running demo and takes its pictures; afterwards the demo is as it was. */
async function main(): Promise<void> {
  const world = await openDemoWorld(readConfig());
  await world.reset();
  const browser = await openBrowser();
  try {
    const stage = await openStage(browser, world);
    try {
      await play(stage);
    } finally {
      await world.reset();
      await deleteFromHr(stage);
    }
  } finally {
    await browser.close();
  }
}

async function play(stage: Stage): Promise<void> {
  const [monday, friday] = weekAhead(2);
  const registrationId = await playOutage(stage, monday, friday);
  await seeOnePending(stage, monday, friday);
  await takeMailboxOutOfScope(stage, monday, friday);
  await changeTypeText(stage, ...weekAhead(3));
  await tryAReplay(stage);
  await seeItInDanishAndDark(stage, registrationId, monday);
}

/** Monday and Friday of a week to come. */
function weekAhead(weeks: number): readonly [monday: string, friday: string] {
  const today = new Date();
  const daysToMonday = 1 - (today.getUTCDay() || 7) + 7 * weeks;
  const day = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  return [day(daysToMonday), day(daysToMonday + 4)];
}

async function deleteFromHr({ outlook, world, registered }: Stage): Promise<void> {
  for (const registrationId of registered) {
    await outlook.goto(world.demoHrOrigin);
    const item = outlook.getByRole('listitem').filter({ hasText: registrationId });
    await item.getByRole('button', { name: /^Delete/ }).click();
    await outlook.getByRole('status').getByText('Deleted.').waitFor();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
