import { DefaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';

/**
 * The default converter, but a payload that it can't read becomes `undefined`: an outside caller's malformed signal is
 * then refused by the workflow, where an exception would fail its workflow task again and again.
 */
class TolerantPayloadConverter implements PayloadConverter {
  readonly #default = new DefaultPayloadConverter();

  toPayload<T>(value: T): Payload {
    return this.#default.toPayload(value);
  }

  fromPayload<T>(payload: Payload): T {
    try {
      return this.#default.fromPayload<T>(payload);
    } catch {
      return undefined as T;
    }
  }
}

export const payloadConverter = new TolerantPayloadConverter();
