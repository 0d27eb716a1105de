import { readdirSync, readFileSync } from 'node:fs';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import { beforeAll, expect, test } from 'vitest';
import { bundleWorkflows } from '#worker/workers.ts';

const folder = new URL('recorded/', import.meta.url);
const recorded = readdirSync(folder).filter((name) => name.endsWith('.json'));

let workflowBundle: WorkflowBundle;
beforeAll(async () => {
  workflowBundle = await bundleWorkflows();
});

test('there are recorded histories of every workflow', () => {
  expect(recorded.toSorted()).toEqual([
    'automatic-replies.json',
    'connection-refused.json',
    'connection-saved.json',
    'connection-test.json',
    'mailbox-check.json',
    'registration-life.json',
    'registration-troubles.json',
    'replay-approved.json',
    'replay.json',
  ]);
});

test.each(recorded)('today’s workflows still replay %s', async (name) => {
  const text = readFileSync(new URL(name, folder), 'utf8');
  // A registration's workflow reads its company and registration from its id.
  const workflowId = /"workflowId": "([^"]+)"/.exec(text)?.[1];
  const history: unknown = JSON.parse(text);
  await expect(Worker.runReplayHistory({ workflowBundle }, history, workflowId)).resolves.toBeUndefined();
});
