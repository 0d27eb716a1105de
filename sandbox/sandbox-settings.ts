import { z } from 'zod';

export const sandboxSettingsSchema = z.strictObject({
  latencyMilliseconds: z.number().min(0).max(600_000),
  concurrencyPerMailbox: z.int().min(1).max(1_000),
  requestsPerMailboxWindow: z.int().min(1),
  retryAfterSeconds: z.number().min(0).max(3_600).nullable(),
  tokenLifetimeSeconds: z.int().min(1).max(86_400),
  transactionIdAfterDelete: z.enum(['blocks', 'forgets']),
  trashedItemByImmutableId: z.enum(['notFound', 'found']),
  deletionByApi: z.enum(['final', 'deletedItems']),
  entraRoles: z.enum(['atTokenIssue', 'live']),
  roleLessToken: z.enum(['accessDenied', 'noPermissions']),
});

export type SandboxSettings = z.infer<typeof sandboxSettingsSchema>;

export const defaultSandboxSettings: SandboxSettings = {
  latencyMilliseconds: 0,
  concurrencyPerMailbox: 4,
  requestsPerMailboxWindow: 10_000,
  retryAfterSeconds: 10,
  tokenLifetimeSeconds: 3_599,
  transactionIdAfterDelete: 'blocks',
  trashedItemByImmutableId: 'notFound',
  deletionByApi: 'final',
  entraRoles: 'atTokenIssue',
  roleLessToken: 'accessDenied',
};
