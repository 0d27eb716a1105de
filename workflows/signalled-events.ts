import type { RecordedEventReference } from './messages.ts';

/** Anybody may signal anything; a payload that can't be read arrives as `undefined` (see payload-converter.ts). */
export function isCloudEvent(message: unknown): message is object {
  return typeof message === 'object' && message !== null && 'specversion' in message;
}

export function isRecordedEventReference(message: unknown): message is RecordedEventReference {
  return typeof message === 'object' && message !== null && 'recorded' in message;
}
