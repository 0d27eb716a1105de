/** A connection as it is saved, for tests that ask nobody for a token. */
export const saved = {
  enabled: true,
  tenantId: 'tenant-1',
  clientId: 'client-1',
  secret: { encrypted: Buffer.from('sealed'), hint: 'Abc' },
  secretExpiresAt: null,
};
