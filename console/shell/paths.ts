/** The console's addresses. */
const of = (companyId: string) => `/companies/${encodeURIComponent(companyId)}`;

export const paths = {
  companies: '/',
  overview: of,
  connect: (companyId: string) => `${of(companyId)}/connect`,
  /** The one field that a new secret goes into. */
  renewSecret: (companyId: string) => `${of(companyId)}/connect#new-secret`,
  registrations: (companyId: string, query: Readonly<Record<string, string>> = {}) =>
    `${of(companyId)}/registrations${searchOf(query)}`,
  registration: (companyId: string, registrationId: string) =>
    `${of(companyId)}/registrations/${encodeURIComponent(registrationId)}`,
  replays: (companyId: string, query: Readonly<Record<string, string>> = {}) =>
    `${of(companyId)}/replays${searchOf(query)}`,
  replay: (companyId: string, replayId: string) => `${of(companyId)}/replays/${encodeURIComponent(replayId)}`,
  mailboxes: (companyId: string, query: Readonly<Record<string, string>> = {}) =>
    `${of(companyId)}/mailboxes${searchOf(query)}`,
  types: (companyId: string) => `${of(companyId)}/types`,
  activity: (companyId: string) => `${of(companyId)}/activity`,
  settings: (companyId: string) => `${of(companyId)}/settings`,
};

function searchOf(query: Readonly<Record<string, string>>): string {
  const search = new URLSearchParams(query).toString();
  return search === '' ? '' : `?${search}`;
}
