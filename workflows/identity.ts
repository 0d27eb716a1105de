import {
  companyIdPattern,
  registrationIdPattern,
  toCompanyId,
  toRegistrationId,
  type CompanyId,
  type RegistrationId,
} from '#domain/identifiers.ts';

/** The company and registration that a workflow id names; null where it names none. */
export function readRegistrationWorkflowId(
  workflowId: string,
): { readonly companyId: CompanyId; readonly registrationId: RegistrationId } | null {
  const [kind, company, registration, ...rest] = workflowId.split('/');
  if (kind !== 'registration' || rest.length > 0) return null;
  if (company === undefined || registration === undefined) return null;
  if (!companyIdPattern.test(company) || !registrationIdPattern.test(registration)) return null;
  return { companyId: toCompanyId(company), registrationId: toRegistrationId(registration) };
}
