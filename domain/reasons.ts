import type { Language } from './absence-types.ts';
import { reasonTexts } from './reason-texts.ts';

/** Why a registration is not (or not yet) in Outlook as it should be. Stable: other systems match on them. */
export type ReasonCode = keyof typeof reasonTexts;

/** A reason as it is stored: its code, and Microsoft's own words where Microsoft gave the answer. */
export interface Reason {
  readonly code: ReasonCode;
  readonly microsoft?: MicrosoftAnswer;
}

/** Microsoft's support asks for exactly these three. */
export interface MicrosoftAnswer {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
}

/** A reason as an administrator reads it. */
export interface ReasonText extends Reason {
  readonly message: string;
  readonly remedy: string;
}

/** The reason with its sentence and the way out, in the language asked for. */
export function describeReason(reason: Reason, language: Language): ReasonText {
  const [message, remedy] = reasonTexts[reason.code][language];
  return { ...reason, message, remedy };
}
