import type { Localised } from './absence-types.ts';
import { desiredCalendarEvent, timeZoneOf } from './calendar-event.ts';
import type { Company } from './company.ts';
import { endInstantOf } from './period.ts';
import type { Reason } from './reasons.ts';
import type { ReplyRecord } from './reply-lease.ts';
import type { Registration } from './registration.ts';

/** What is known of the mailbox's one automatic reply; times ISO 8601 in UTC. */
export interface ReplyState {
  readonly owner: ReplyRecord['owner'];
  readonly from: string | null;
  readonly to: string | null;
  /** Why the last look left work undone. */
  readonly reason: Reason | null;
}

export interface ReplyExplanation extends ReplyState {
  readonly code: ReplyCode;
}

/** What becomes of the automatic reply for this registration; null where the company has replies OFF. */
export function explainReply(
  registration: Registration,
  company: Company,
  state: ReplyState,
  now: string,
): ReplyExplanation | null {
  if (!company.settings.automaticReplies.enabled) return null;
  return { ...state, code: replyCodeOf(registration, company, state, now) };
}

export type ReplyCode = keyof typeof replyExplanationTexts;

function replyCodeOf(
  registration: Registration,
  company: Company,
  state: ReplyState,
  now: string,
): ReplyCode {
  const desired = desiredCalendarEvent(registration, company);
  const data = registration.data?.value;
  if (desired.kind === 'none' || data === undefined) return 'not-in-outlook';
  const type = company.absenceTypes.get(data.absenceType);
  if (desired.content.showAs !== 'oof' || !type?.automaticReply) return 'type-without-reply';
  const endsAt = Date.parse(endInstantOf(data.period, timeZoneOf(data, company)));
  if (endsAt <= Date.parse(now)) return 'over';
  if (state.owner === 'user') return 'left-to-user';
  if (state.reason !== null) return 'hindered';
  const isCovered = state.owner === 'absence-sync' && state.to !== null && endsAt <= Date.parse(state.to);
  return isCovered ? 'set' : 'waits';
}

export const replyExplanationTexts = {
  'not-in-outlook': {
    da: 'Registreringen skal ikke stå i Outlook og giver derfor intet automatisk svar.',
    en: 'The registration does not belong in Outlook, so it makes no automatic reply.',
  },
  'type-without-reply': {
    da: 'Denne type giver intet automatisk svar; slå det til under fraværstyper, hvis den skal.',
    en: 'This type makes no automatic reply; switch it on among the absence types if it should.',
  },
  over: {
    da: 'Fraværet er slut, og dets automatiske svar med det.',
    en: 'The absence is over, and its automatic reply with it.',
  },
  'left-to-user': {
    da: 'Postkassens automatiske svar er medarbejderens eget, eller medarbejderen har slået vores fra; det røres ikke.',
    en: 'The mailbox’s automatic reply is the employee’s own, or the employee has switched ours off; it is left alone.',
  },
  hindered: {
    da: 'Det automatiske svar kan ikke sættes; årsagen følger.',
    en: 'The automatic reply can’t be set; the reason follows.',
  },
  set: {
    da: 'Det automatiske svar er sat; Outlook begynder og slutter det selv.',
    en: 'The automatic reply is set; Outlook begins and ends it by itself.',
  },
  waits: {
    da: 'Det automatiske svar sættes, så snart fraværet er det næste i postkassen.',
    en: 'The automatic reply is set as soon as this absence is the mailbox’s next.',
  },
} satisfies Record<string, Localised>;
