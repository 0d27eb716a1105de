import { useSyncExternalStore } from 'react';

/**
 * What has been changed and not saved yet, by a key. It stays while one looks at other pages of the console, and the
 * browser asks before it is lost. Nothing of it is kept in the browser's storage.
 */
export interface DraftStore<Draft> {
  readonly subscribe: (listener: () => void) => () => void;
  readonly all: () => ReadonlyMap<string, Draft>;
  /** Undefined discards the draft. */
  readonly set: (key: string, draft: Draft | undefined) => void;
}

export function draftStore<Draft>(): DraftStore<Draft> {
  let drafts: ReadonlyMap<string, Draft> = new Map();
  const listeners = new Set<() => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    all: () => drafts,
    set(key, draft) {
      const next = new Map(drafts);
      if (draft === undefined) next.delete(key);
      else next.set(key, draft);
      drafts = next;
      if (next.size === 0) window.removeEventListener('beforeunload', askBeforeLeaving);
      else window.addEventListener('beforeunload', askBeforeLeaving);
      for (const listener of listeners) listener();
    },
  };
  function askBeforeLeaving(event: BeforeUnloadEvent) {
    event.preventDefault();
  }
}

export function useDrafts<Draft>({ subscribe, all }: DraftStore<Draft>): ReadonlyMap<string, Draft> {
  return useSyncExternalStore(subscribe, all);
}
