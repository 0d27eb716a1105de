/** A whole HTTP answer, ready to be written. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Microsoft's error code, or the AADSTS number; for the request log. */
  readonly errorCode: string | null;
}
