import { companyIdPattern, toCompanyId, type CompanyId } from '#domain/identifiers.ts';

/** What somebody may do; `companyId` null stands for all companies. */
export type Role =
  | { readonly role: 'administrator'; readonly companyId: null }
  | { readonly role: 'company-administrator'; readonly companyId: CompanyId }
  | { readonly role: 'reader'; readonly companyId: CompanyId | null };

export const administratorRole: Role = { role: 'administrator', companyId: null };

/**
 * The roles among the values of a token's `roles` claim: `administrator`, `reader`, `company-administrator:acme`,
 * `reader:acme`. Everything else is somebody else's and gives nothing.
 */
export function readRoles(values: readonly string[]): readonly Role[] {
  return values.flatMap((value) => {
    const [role, companyId, ...rest] = value.split(':');
    if (rest.length > 0) return [];
    if (companyId === undefined) {
      if (role === 'administrator') return [administratorRole];
      return role === 'reader' ? [{ role, companyId: null }] : [];
    }
    if (!companyIdPattern.test(companyId)) return [];
    return role === 'company-administrator' || role === 'reader'
      ? [{ role, companyId: toCompanyId(companyId) }]
      : [];
  });
}

export const administersService = (roles: readonly Role[]): boolean =>
  roles.some(({ role }) => role === 'administrator');

export function administersCompany(roles: readonly Role[], companyId: string): boolean {
  return roles.some(
    (one) =>
      one.role === 'administrator' || (one.role === 'company-administrator' && one.companyId === companyId),
  );
}

export const seesCompany = (roles: readonly Role[], companyId: string): boolean =>
  roles.some((one) => one.companyId === null || one.companyId === companyId);
