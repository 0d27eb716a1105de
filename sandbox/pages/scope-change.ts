import type { Application, Permissions } from '../application.ts';
import type { MailboxProfile } from '../mailbox.ts';

type Scope = Pick<Permissions, 'rbacScopes' | 'accessPolicy'>;

/** Whether the application reaches the mailbox, as far as scopes and policy go. */
export function isInScope(application: Application, mailbox: MailboxProfile): boolean {
  const { roles, rbacScopes, accessPolicy } = application;
  if (rbacScopes?.some(({ mailboxes }) => names(mailboxes, mailbox))) return true;
  if (roles.length === 0) return false;
  if (accessPolicy === null) return true;
  return names(accessPolicy.mailboxes, mailbox) === (accessPolicy.kind === 'restrict');
}

/** Out of every scope of the application, and where it has Entra roles, out of what its access policy admits. */
export function withoutMailbox(
  { roles, rbacScopes, accessPolicy }: Application,
  mailbox: MailboxProfile,
): Scope {
  return {
    rbacScopes: rbacScopes?.map((scope) => ({ ...scope, mailboxes: less(scope.mailboxes, mailbox) })) ?? null,
    accessPolicy:
      roles.length === 0
        ? accessPolicy
        : accessPolicy?.kind === 'restrict'
          ? { kind: 'restrict', mailboxes: less(accessPolicy.mailboxes, mailbox) }
          : { kind: 'deny', mailboxes: [...less(accessPolicy?.mailboxes ?? [], mailbox), mailbox.address] },
  };
}

/** The way back. A policy that denies nobody any more is gone. */
export function withMailbox(
  { roles, rbacScopes, accessPolicy }: Application,
  mailbox: MailboxProfile,
): Scope {
  const denied = accessPolicy?.kind === 'deny' ? less(accessPolicy.mailboxes, mailbox) : [];
  return {
    rbacScopes:
      rbacScopes?.map((scope) => ({
        ...scope,
        mailboxes: [...less(scope.mailboxes, mailbox), mailbox.address],
      })) ?? null,
    accessPolicy:
      roles.length === 0
        ? accessPolicy
        : accessPolicy?.kind === 'restrict'
          ? { kind: 'restrict', mailboxes: [...less(accessPolicy.mailboxes, mailbox), mailbox.address] }
          : denied.length === 0
            ? null
            : { kind: 'deny', mailboxes: denied },
  };
}

function names(list: readonly string[], { address, aliases, objectId }: MailboxProfile): boolean {
  const own = new Set([address, ...aliases, objectId].map((name) => name.toLowerCase()));
  return list.some((name) => own.has(name.toLowerCase()));
}

function less(list: readonly string[], mailbox: MailboxProfile): readonly string[] {
  return list.filter((name) => !names([name], mailbox));
}
