import { mkdirSync } from 'node:fs';
import { AccessTokens } from './access-token.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { Faults } from './faults.ts';
import { openJournal, readJournal } from './journal.ts';
import { RequestLog } from './request-log.ts';
import { SandboxState } from './sandbox-state.ts';
import { Throttle } from './throttle.ts';

/** One Microsoft 365: what survives a restart (state, tokens) and what doesn't (faults, log, running requests). */
export interface Sandbox {
  readonly state: SandboxState;
  readonly tokens: AccessTokens;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly throttle: Throttle;
  /** Aborted by `stop`: whatever waits then is never done. */
  readonly closing: AbortSignal;
  stop(): void;
  /** Lets go of the folder; no request may be under way any more. */
  close(): void;
}

/** Without a directory everything is in memory only. */
export async function openSandbox(directory: string | null): Promise<Sandbox> {
  const state = new SandboxState();
  const closing = new AbortController();
  let release = (): void => {};
  if (directory !== null) {
    mkdirSync(directory, { recursive: true });
    const unlock = await lockDataFolder(directory);
    for (const record of readJournal(directory)) state.apply(record);
    const journal = openJournal(directory, state.snapshot());
    state.useJournal(journal);
    release = () => {
      journal.close();
      unlock();
    };
  }
  return {
    state,
    tokens: new AccessTokens(directory),
    faults: new Faults(),
    requests: new RequestLog(),
    throttle: new Throttle(state),
    closing: closing.signal,
    stop: () => closing.abort(),
    close: () => release(),
  };
}
