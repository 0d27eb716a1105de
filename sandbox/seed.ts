import { readFileSync } from 'node:fs';
import { applicationSchema, mailboxSchema, read, seedSchema } from './control-input.ts';
import type { JournalRecord } from './journal.ts';
import { SandboxState } from './sandbox-state.ts';
import { putApplication, putMailbox } from './tenant-control.ts';

export function readSeedFile(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Adds the tenants that don't exist yet, each wholly or not at all; one that exists is left as it is. */
export function applySeed(state: SandboxState, seed: unknown): void {
  for (const tenant of read(seedSchema, seed).tenants) {
    if (state.tenant(tenant.tenantId)) continue;
    state.commit({ kind: 'batch', records: recordsOf(tenant) });
  }
}

type SeedTenant = ReturnType<typeof seedSchema.parse>['tenants'][number];

function recordsOf({
  tenantId,
  displayName,
  applications = [],
  mailboxes = [],
}: SeedTenant): readonly JournalRecord[] {
  const scratch = new SandboxState();
  scratch.commit({ kind: 'tenant', tenantId, displayName });
  for (const entry of applications) {
    const {
      appId,
      objectId: _objectId,
      servicePrincipalId: _principalId,
      pending: _pending,
      ...rest
    } = entry;
    putApplication(scratch, tenantId, appId, read(applicationSchema, rest));
  }
  for (const entry of mailboxes) {
    const {
      address,
      objectId: _objectId,
      eventCount: _count,
      automaticRepliesSetting: _replies,
      ...rest
    } = entry;
    putMailbox(scratch, tenantId, address, read(mailboxSchema, rest));
  }
  return [...scratch.snapshot()].filter(({ kind }) => kind !== 'clock' && kind !== 'settings');
}
