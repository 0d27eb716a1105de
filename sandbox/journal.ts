import { appendFileSync, closeSync, existsSync, openSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Application } from './application.ts';
import type { CalendarEvent } from './calendar-event.ts';
import type { MailboxProfile, RememberedTransaction } from './mailbox.ts';
import type { SandboxSettings } from './sandbox-settings.ts';

export type JournalRecord =
  | { readonly kind: 'tenant'; readonly tenantId: string; readonly displayName: string }
  | { readonly kind: 'tenantGone'; readonly tenantId: string }
  | { readonly kind: 'application'; readonly tenantId: string; readonly application: Application }
  | { readonly kind: 'mailbox'; readonly tenantId: string; readonly profile: MailboxProfile }
  | { readonly kind: 'mailboxGone'; readonly tenantId: string; readonly objectId: string }
  | {
      readonly kind: 'event';
      readonly tenantId: string;
      readonly objectId: string;
      readonly event: CalendarEvent;
    }
  | {
      readonly kind: 'eventGone';
      readonly tenantId: string;
      readonly objectId: string;
      readonly immutableId: string;
    }
  | {
      readonly kind: 'transaction';
      readonly tenantId: string;
      readonly objectId: string;
      readonly transactionId: string;
      readonly remembered: RememberedTransaction;
    }
  | { readonly kind: 'clock'; readonly offsetMilliseconds: number }
  | { readonly kind: 'settings'; readonly settings: SandboxSettings }
  | { readonly kind: 'reset' }
  /** All or nothing: one line of the journal. */
  | { readonly kind: 'batch'; readonly records: readonly JournalRecord[] };

export interface Journal {
  append(record: JournalRecord): void;
  close(): void;
}

export const noJournal: Journal = { append: () => {}, close: () => {} };

/** What the journal holds, oldest first. A last line that a kill cut short was never answered and is left out. */
export function readJournal(directory: string): readonly JournalRecord[] {
  const path = journalPath(directory);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  const cut = lines.pop();
  const records: JournalRecord[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      records.push(parseLine(line));
    } catch (error) {
      throw new Error(`${path} is damaged in line ${index + 1}`, { cause: error });
    }
  }
  if (cut) {
    try {
      records.push(parseLine(cut));
    } catch {
      return records;
    }
  }
  return records;
}

/** Starts a fresh journal with `records`; the old one stands until the new one is whole. */
export function openJournal(directory: string, records: Iterable<JournalRecord>): Journal {
  const path = journalPath(directory);
  const fresh = `${path}.new`;
  const descriptor = openSync(fresh, 'w');
  let chunk = '';
  for (const record of records) {
    chunk += `${JSON.stringify(record)}\n`;
    if (chunk.length > 1_000_000) {
      appendFileSync(descriptor, chunk);
      chunk = '';
    }
  }
  appendFileSync(descriptor, chunk);
  renameSync(fresh, path);
  return {
    append: (record) => appendFileSync(descriptor, `${JSON.stringify(record)}\n`),
    close: () => closeSync(descriptor),
  };
}

function journalPath(directory: string): string {
  return join(directory, 'journal.jsonl');
}

function parseLine(line: string): JournalRecord {
  // The sandbox itself wrote the line; parsing it again by a schema would double the time of a start.
  return JSON.parse(line) as JournalRecord;
}
