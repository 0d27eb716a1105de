import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { findTemporalBinary } from '#stack/temporal-binary.js';
import type { House } from './house.ts';

const run = promisify(execFile);

/** Runs Temporal's own command line against the house, as an operator or another system's author would. */
export async function temporalCli(house: House, ...args: readonly string[]): Promise<string> {
  const binary = findTemporalBinary();
  if (binary === undefined) throw new Error('the set-up has brought no temporal');
  const { stdout } = await run(binary, [
    ...args,
    '--address',
    inject('temporalAddress'),
    '--namespace',
    house.namespace,
  ]);
  return stdout;
}

/** Signals a registration's workflow, and starts it where none runs, in the words of `temporal`. */
export function signalWithStart(house: House, workflowId: string, input: string): Promise<string> {
  return temporalCli(
    house,
    'workflow',
    'signal-with-start',
    '--workflow-id',
    workflowId,
    '--type',
    'registrationLifecycle',
    '--task-queue',
    'absence-sync',
    '--signal-name',
    'registrationEvent',
    '--signal-input',
    input,
  );
}
