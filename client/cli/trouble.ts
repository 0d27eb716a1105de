/** What stopped a command, and the way out. Exit code 1. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  readonly wayOut: string | undefined;
  constructor(message: string, wayOut?: string) {
    super(message);
    this.wayOut = wayOut;
  }
}

/** The command was called wrongly. Exit code 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}
