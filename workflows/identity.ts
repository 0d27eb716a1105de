import {
  companyIdPattern,
  registrationIdPattern,
  toCompanyId,
  toRegistrationId,
  type CompanyId,
  type RegistrationId,
} from '#domain/identifiers.ts';

/** The company and the mailbox's key that a workflow id names; null where it names none. */
export function readMailboxWorkflowId(
  workflowId: string,
): { readonly companyId: CompanyId; readonly mailboxKey: string } | null {
  const [kind, company, mailboxKey, ...rest] = workflowId.split('/');
  if (kind !== 'mailbox' || rest.length > 0) return null;
  if (company === undefined || mailboxKey === undefined) return null;
  if (!companyIdPattern.test(company) || !mailboxKeyPattern.test(mailboxKey)) return null;
  return { companyId: toCompanyId(company), mailboxKey };
}

const mailboxKeyPattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

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
