import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { startBenchStack } from './bench-stack.ts';
import { tableOf, type Figure } from './figures.ts';
import { benchLists } from './lists.ts';
import { benchLive } from './live.ts';
import { benchReplay } from './replay.ts';

const benches = { live: benchLive, lists: benchLists, replay: benchReplay };

const command = new Command('bench')
  .description('Measures the service on the embedded stack. Machines differ: compare what one run prints.')
  .argument('[names...]', `any of ${Object.keys(benches).join(', ')}; all of them unless told`)
  .option('--json <file>', 'also write the figures to this file')
  .parse();

const chosen = command.args.length > 0 ? command.args : Object.keys(benches);
const isBench = (name: string): name is keyof typeof benches => Object.hasOwn(benches, name);
const unknown = chosen.find((name) => !isBench(name));
if (unknown !== undefined) command.error(`There is no bench named ${unknown}.`, { exitCode: 2 });

process.stdout.write('Starting the embedded stack …\n');
const stack = await startBenchStack();
try {
  const figures: Figure[] = [];
  for (const name of chosen.filter(isBench)) {
    process.stdout.write(`Measuring ${name} …\n`);
    figures.push(...(await benches[name](stack)));
  }
  process.stdout.write(`\n${tableOf(figures)}\n`);
  const { json } = command.opts<{ json?: string }>();
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`);
} finally {
  await stack.stop();
}
