import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(16_384);
let used = pool.length;

/** Random bytes from a refilled pool: a call into OpenSSL for each id would dominate the time of a create. */
function randomBytesFromPool(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += count;
  return pool.subarray(used - count, used);
}

/** Survives moves between folders; case-sensitive, url-safe alphabet. */
export function newImmutableId(): string {
  return `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A${randomBytesFromPool(24).toString('base64url')}`;
}

/** Changes when the item moves. 76 bytes leave the padding that makes encoding mistakes visible. */
export function newMutableId(mailboxObjectId: string): string {
  const mailbox = Buffer.from(mailboxObjectId.slice(0, 35), 'latin1').toString('base64url');
  return `AAMkAG${mailbox}BGAAAAAAD_${randomBytesFromPool(24).toString('base64url')}==`;
}

export function isItemId(id: string): boolean {
  return /^AA[Mk][kA][A-Za-z0-9_-]{30,}={0,2}$/.test(id);
}

export function newChangeKey(mailboxObjectId: string): string {
  const mailbox = Buffer.from(mailboxObjectId.replaceAll('-', ''), 'hex');
  return Buffer.concat([mailbox, randomBytesFromPool(6)], 22).toString('base64');
}

export function newICalUId(): string {
  return `040000008200E00074C5B7101A82E008${randomBytesFromPool(40).toString('hex').toUpperCase()}`;
}

export function calendarIdOf(mailboxObjectId: string): string {
  return `AAMkAG${Buffer.from(mailboxObjectId.slice(0, 35), 'latin1').toString('base64url')}BGAAAAAADcalendarAAA=`;
}
