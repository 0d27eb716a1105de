import type { ActivityAnswer } from '#api/activity.ts';
import type { AbsenceTypePreviewAnswer, AbsenceTypePreviewBody } from '#api/absence-type-preview.ts';
import type { AbsenceTypeAnswer, AbsenceTypeChange } from '#api/absence-types.ts';
import type { ReplyPreviewAnswer, ReplyPreviewBody } from '#api/automatic-replies.ts';
import type {
  CompanyAnswer,
  CompanyListedAnswer,
  CompanyMadeAnswer,
  CompanyPatchBody,
  CompanyPatchedAnswer,
} from '#api/company-schemas.ts';
import type { ConnectionPatchBody, ConnectionPutBody, ConnectionSavedAnswer } from '#api/connections.ts';
import type { ConnectionGuideAnswer } from '#api/connection-guide.ts';
import type { ConnectionTestAnswer, ConnectionTestBody } from '#api/connection-tests.ts';
import type { ImportedAnswer } from '#api/imports.ts';
import type { MailboxAnswer } from '#api/mailboxes.ts';
import type { OverviewAnswer } from '#api/overview.ts';
import type { RegistrationAnswer, RegistrationWithHistoryAnswer } from '#api/registrations.ts';
import type { ReplayItemAnswer } from '#api/replay-items.ts';
import type { ReplayAnswer, ReplayRequestBody } from '#api/replays.ts';
import type { SignInLinkAnswer } from '#api/sign-in/session.ts';
import type { Language } from '../texts.tsx';
import { addressOf, call, type Query } from './http.ts';

/** Every action of the console is one of these, and each is one operation of the API (test/parity.test.ts). */

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export type ReplayAct = 'pause' | 'resume' | 'cancel' | 'approve' | 'reject';
/** Where a change has to reach Outlook: the replay that does it. */
export type WithReplay = {
  readonly replayId?: string | null | undefined;
  readonly note?: string | undefined;
};

const of = (companyId: string) => `/v1/companies/${encodeURIComponent(companyId)}`;
const registrationAt = (companyId: string, registrationId: string) =>
  `${of(companyId)}/registrations/${encodeURIComponent(registrationId)}`;
const replayAt = (companyId: string, replayId: string) =>
  `${of(companyId)}/replays/${encodeURIComponent(replayId)}`;
const typeAt = (companyId: string, type: string) =>
  `${of(companyId)}/absence-types/${encodeURIComponent(type)}`;

export const listCompanies = (query: Query = {}) =>
  call<Page<CompanyListedAnswer>>('GET', '/v1/companies', { query });
export const addCompany = (json: { id: string; name: string; language: string; timeZone: string }) =>
  call<CompanyMadeAnswer>('POST', '/v1/companies', { json });
export const company = (companyId: string) => call<CompanyAnswer>('GET', of(companyId));
export const changeCompany = (companyId: string, json: CompanyPatchBody) =>
  call<CompanyPatchedAnswer>('PATCH', of(companyId), { json });

export const overview = (companyId: string, query: { days: 1 | 7 | 30 }) =>
  call<OverviewAnswer>('GET', `${of(companyId)}/overview`, { query });
export type RegistrationState = RegistrationAnswer['state'];

export const setConnection = (companyId: string, json: ConnectionPutBody) =>
  call<ConnectionSavedAnswer>('PUT', `${of(companyId)}/connection`, { json });
export const changeConnection = (companyId: string, json: ConnectionPatchBody) =>
  call<ConnectionSavedAnswer>('PATCH', `${of(companyId)}/connection`, { json });
export const renewSecret = (companyId: string, json: { clientSecret: string; secretExpiresAt?: string }) =>
  call<ConnectionSavedAnswer>('PUT', `${of(companyId)}/connection/secret`, { json });
export const testConnection = (companyId: string, json: ConnectionTestBody = {}) =>
  call<ConnectionTestAnswer>('POST', `${of(companyId)}/connection/test`, { json });
export const connectionGuide = (companyId: string, query: { tenantId?: string; clientId?: string }) =>
  call<ConnectionGuideAnswer>('GET', `${of(companyId)}/connection/guide`, { query });

export const listAbsenceTypes = (companyId: string) =>
  call<Page<AbsenceTypeAnswer>>('GET', `${of(companyId)}/absence-types`);
export const setAbsenceType = (companyId: string, type: string, json: AbsenceTypeChange) =>
  call<AbsenceTypeAnswer & WithReplay>('PUT', typeAt(companyId, type), { json });
export const previewAbsenceType = (companyId: string, type: string, json: AbsenceTypePreviewBody) =>
  call<AbsenceTypePreviewAnswer>('POST', `${typeAt(companyId, type)}/preview`, { json });
export const previewReply = (companyId: string, json: ReplyPreviewBody) =>
  call<ReplyPreviewAnswer>('POST', `${of(companyId)}/automatic-replies/preview`, { json });

export const listRegistrations = (companyId: string, query: Query = {}) =>
  call<Page<RegistrationAnswer>>('GET', `${of(companyId)}/registrations`, { query });
export const registration = (companyId: string, registrationId: string) =>
  call<RegistrationWithHistoryAnswer>('GET', registrationAt(companyId, registrationId));
export const syncRegistration = (companyId: string, registrationId: string) =>
  call<RegistrationWithHistoryAnswer>('POST', `${registrationAt(companyId, registrationId)}/sync`);
export const importFile = (
  companyId: string,
  file: Blob,
  contentType: string,
  query: { skipInvalid: boolean },
  onSent?: (share: number) => void,
) => call<ImportedAnswer>('POST', `${of(companyId)}/imports`, { file, contentType, query, onSent });

export const listMailboxes = (companyId: string, query: Query = {}) =>
  call<Page<MailboxAnswer>>('GET', `${of(companyId)}/mailboxes`, { query });
export const checkMailbox = (companyId: string, mailbox: string) =>
  call<MailboxAnswer>('POST', `${of(companyId)}/mailboxes/${encodeURIComponent(mailbox)}/check`);

/** Newest first. */
export const listActivity = (companyId: string, query: Query = {}) =>
  call<Page<ActivityAnswer>>('GET', `${of(companyId)}/activity`, { query });

export const startReplay = (companyId: string, json: ReplayRequestBody) =>
  call<ReplayAnswer>('POST', `${of(companyId)}/replays`, { json });
export const actOnReplay = (companyId: string, replayId: string, act: ReplayAct) =>
  call<ReplayAnswer>('POST', `${replayAt(companyId, replayId)}/${act}`);
/** Newest first. */
export const listReplays = (companyId: string, query: Query = {}) =>
  call<Page<ReplayAnswer>>('GET', `${of(companyId)}/replays`, { query });
export const replay = (companyId: string, replayId: string) =>
  call<ReplayAnswer>('GET', replayAt(companyId, replayId));
export const listReplayItems = (companyId: string, replayId: string, query: Query = {}) =>
  call<Page<ReplayItemAnswer>>('GET', `${replayAt(companyId, replayId)}/items`, { query });
/** An address: the browser saves what it answers. */
export const replayReport = (companyId: string, replayId: string, query: { language: Language }): string =>
  addressOf(`${replayAt(companyId, replayId)}/report`, query);
/** Each change as it happens, until the replay ends or the returned function is called. */
export function followReplay(
  companyId: string,
  replayId: string,
  onReplay: (replay: ReplayAnswer) => void,
): () => void {
  const source = new EventSource(`${replayAt(companyId, replayId)}/progress`);
  source.addEventListener('progress', ({ data }: MessageEvent<string>) => {
    const replay = JSON.parse(data) as ReplayAnswer;
    onReplay(replay);
    if (replay.endedAt !== null) source.close();
  });
  return () => source.close();
}

/** A link that signs one person in once. */
export const makeSignInLink = () => call<SignInLinkAnswer>('POST', '/v1/sign-in-links');
