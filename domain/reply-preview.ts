import type { AbsenceType, Language } from './absence-types.ts';
import type { Company } from './company.ts';
import { toRegistrationId } from './identifiers.ts';
import type { CalendarDate, Period } from './period.ts';
import { emptyRegistration, type Registration } from './registration.ts';
import { replyTexts, type ReplyTexts } from './reply-text.ts';
import { replyWindows } from './reply-window.ts';

/** An absence to be shown its reply, and texts to try; what is left out is as the company has it. */
export interface ReplyPreviewRequest {
  readonly period: Period;
  readonly name: string | null;
  readonly language?: Language | undefined;
  readonly internal?: string | undefined;
  readonly external?: string | undefined;
}

export interface ReplyPreview extends ReplyTexts {
  readonly firstDay: CalendarDate;
  readonly lastDay: CalendarDate;
  readonly returnDay: CalendarDate;
}

/** What a mailbox with this absence alone would answer, by the same rules that set it. */
export function previewReply(company: Company, request: ReplyPreviewRequest): ReplyPreview {
  const previewed = companyFor(company, request);
  const [window] = replyWindows([absenceOf(request)], previewed, '0001-01-01T00:00:00.000Z');
  if (window === undefined) throw new TypeError('An approved absence of a type with replies has a window.');
  const { firstDay, lastDay, returnDay } = window;
  return { ...replyTexts(window, previewed.settings), firstDay, lastDay, returnDay };
}

/** Replies are shown before they are switched on. */
function companyFor(company: Company, { language, internal, external }: ReplyPreviewRequest): Company {
  const { automaticReplies } = company.settings;
  const shown = language ?? company.settings.language;
  return {
    ...company,
    absenceTypes: new Map([[previewType.type, previewType]]),
    settings: {
      ...company.settings,
      language: shown,
      syncFrom: null,
      automaticReplies: {
        ...automaticReplies,
        enabled: true,
        internal: { ...automaticReplies.internal, ...(internal !== undefined && { [shown]: internal }) },
        external: { ...automaticReplies.external, ...(external !== undefined && { [shown]: external }) },
      },
    },
  };
}

const previewType: AbsenceType = {
  type: 'preview',
  label: { da: '', en: '' },
  synced: true,
  showAs: 'oof',
  subject: { da: '', en: '' },
  showType: false,
  private: true,
  automaticReply: true,
};

function absenceOf({ period, name }: ReplyPreviewRequest): Registration {
  const employee = { id: 'preview', mailbox: '', name, timeZone: null };
  const data = { employee, absenceType: previewType.type, period, comment: null };
  return {
    ...emptyRegistration(toRegistrationId('preview')),
    data: { version: 1, value: data },
    approval: { version: 1, value: 'approved' },
    existence: { version: 1, value: 'exists' },
  };
}
