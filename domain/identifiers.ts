declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Names a company (the HR system's customer): `[a-z0-9-]{1,40}`. */
export type CompanyId = Branded<'CompanyId'>;
/** The HR system's own name for a registration, opaque to us: `[\w.:~-]{1,100}`. */
export type RegistrationId = Branded<'RegistrationId'>;

export const companyIdPattern = /^[a-z0-9-]{1,40}$/;
/** A GUID as Entra writes it, in either case: a tenant, an application, a secret's id. */
export const guidPattern = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
export const registrationIdPattern = /^[\w.:~-]{1,100}$/;

/** @throws TypeError where the text is no company id; check with `companyIdPattern` first at an edge. */
export function toCompanyId(text: string): CompanyId {
  if (!companyIdPattern.test(text)) throw new TypeError('A company id is 1 to 40 of a-z, 0-9 and -.');
  return text as CompanyId;
}

/** @throws TypeError where the text is no registration id; check with `registrationIdPattern` first at an edge. */
export function toRegistrationId(text: string): RegistrationId {
  if (!registrationIdPattern.test(text))
    throw new TypeError('A registration id is 1 to 100 of letters, digits and _ . : ~ -');
  return text as RegistrationId;
}
