/** An answer of Graph's that isn't a success: thrown where it is found, written by the endpoint. */
export class GraphFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Further members of the error object, such as `@event.existingEventId`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      readonly headers?: Readonly<Record<string, string>>;
      readonly members?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = more.headers ?? {};
    this.members = more.members ?? {};
  }

  /** Errors that Exchange writes come without innerError; those of Graph's own gateway have it. */
  body(requestId: string, clientRequestId: string, now: string): string {
    const innerError = /^Error|^MailboxNotEnabled|^TimeZone/.test(this.code)
      ? {}
      : {
          innerError: {
            date: now.slice(0, 19),
            'request-id': requestId,
            'client-request-id': clientRequestId,
          },
        };
    return JSON.stringify({
      error: { code: this.code, message: this.message, ...this.members, ...innerError },
    });
  }
}

export function itemNotFound(): GraphFailure {
  return new GraphFailure(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

export function accessDenied(): GraphFailure {
  return new GraphFailure(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

export function requestDenied(): GraphFailure {
  return new GraphFailure(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
}

export function invalidRequest(reason: string): GraphFailure {
  return new GraphFailure(400, 'ErrorInvalidRequest', `Your request can't be completed. ${reason}`);
}

export function propertyValidationFailure(): GraphFailure {
  return new GraphFailure(400, 'ErrorPropertyValidationFailure', 'At least one property failed validation.');
}

export function requestBodyRead(message: string): GraphFailure {
  return new GraphFailure(400, 'RequestBodyRead', message);
}

export function timeZoneNotSupported(name: string): GraphFailure {
  return new GraphFailure(
    400,
    'TimeZoneNotSupportedException',
    `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${name}'.`,
  );
}

/** What the real service can do and this imitation can't: never mistaken for one of Microsoft's own answers. */
export function notModelled(what: string): GraphFailure {
  return new GraphFailure(501, 'SandboxNotModelled', `The sandbox doesn't model ${what}.`);
}
