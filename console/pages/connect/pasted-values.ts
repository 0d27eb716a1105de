/** What an administrator pastes from Entra, looked at before it is sent anywhere. */

export type IdField = 'tenantId' | 'clientId';
export type IdFault = 'empty' | 'not-a-guid' | 'unfinished' | 'domain' | 'secret-pasted' | 'same' | 'swapped';
export type SecretFault = 'empty' | 'secret-id' | 'masked';

export interface Ids {
  readonly tenantId: string;
  readonly clientId: string;
}

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export const isGuid = (text: string): boolean => guid.test(text);

/** Without what copying brings along: blanks, line ends and signs without width at both ends. */
export const trimmed = (text: string): string =>
  text.replaceAll(/^[\s\u200B-\u200D]+|[\s\u200B-\u200D]+$/g, '');

/**
 * What is wrong with one of the two ids; null where nothing is known to be.
 * @param saved the ids of the connection that is saved, which tell two swapped ones.
 */
export function idFault(field: IdField, ids: Ids, saved: Ids | null): IdFault | null {
  const value = ids[field];
  const other = field === 'tenantId' ? 'clientId' : 'tenantId';
  if (value === '') return 'empty';
  if (!isGuid(value)) return shapeFault(value);
  if (isSame(value, ids[other])) return 'same';
  return saved !== null && isSame(value, saved[other]) ? 'swapped' : null;
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function shapeFault(value: string): IdFault {
  if (/^[\da-f-]{1,35}$/i.test(value)) return 'unfinished';
  if (/^[\w-]+(\.[\w-]+)+$/.test(value)) return 'domain';
  // The Value of a secret is 40 signs, with a ~ among them.
  return value.includes('~') && !/\s/.test(value) ? 'secret-pasted' : 'not-a-guid';
}

export function secretFault(secret: string): SecretFault | null {
  if (secret === '') return 'empty';
  if (isGuid(secret)) return 'secret-id';
  // Entra shows the first three signs and asterisks once a secret has been made.
  return /\*{3,}/.test(secret) ? 'masked' : null;
}

/** The ids in a text that was copied together with their names, as from the application's Overview. */
export function namedIds(text: string): Partial<Ids> {
  const tenantId = named('Directory \\(tenant\\) ID', text);
  const clientId = named('Application \\(client\\) ID', text);
  return { ...(tenantId !== null && { tenantId }), ...(clientId !== null && { clientId }) };
}

function named(label: string, text: string): string | null {
  const found = new RegExp(`${label}[\\s:]*([\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12})`, 'i').exec(text);
  return found?.[1] ?? null;
}
