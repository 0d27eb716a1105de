import { ApiProblem } from '../../api/http.ts';

export type FieldName = 'tenantId' | 'clientId' | 'clientSecret';

/** The field that a refusal of Entra's is about. What isn't listed concerns no single field. */
const fieldOf: Readonly<Record<string, FieldName>> = {
  'tenant-not-found': 'tenantId',
  'application-not-found': 'clientId',
  'application-disabled': 'clientId',
  'secret-expired': 'clientSecret',
  'secret-invalid': 'clientSecret',
  'secret-id-pasted': 'clientSecret',
};

/** Which field the service's answer to a save concerns; null where the answer is about none of them. */
export function refusedField(error: unknown): FieldName | null {
  return error instanceof ApiProblem ? (fieldOf[error.code] ?? null) : null;
}

/** The cause and the way out, as the service words both. */
export const refusalText = (error: unknown): string => (error instanceof ApiProblem ? error.message : '');

/** How many calendar events stand by what is saved now; null where the answer doesn't ask for a confirmation. */
export function standingEvents(error: unknown): number | null {
  if (!(error instanceof ApiProblem) || error.status !== 409) return null;
  const isMove = error.errors.some(({ path }) => path === 'confirmMove');
  return isMove && typeof error.body['standing'] === 'number' ? error.body['standing'] : null;
}
