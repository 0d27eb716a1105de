const codes: ReadonlySet<string> = new Set(['secret-expired', 'secret-invalid', 'secret-id-pasted']);

/** Whether a new client secret is what ends the trouble; one that expires soon still works. */
export const isSecretRefused = (reason: { readonly code: string } | null): boolean =>
  reason !== null && codes.has(reason.code);
