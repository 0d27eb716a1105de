import { createContext, use, useMemo } from 'react';
import type { SessionAnswer } from '#api/sign-in/session.ts';

export const SessionContext = createContext<SessionAnswer | null>(null);

export function useSession(): SessionAnswer {
  const session = use(SessionContext);
  if (session === null) throw new Error('outside SessionProvider');
  return session;
}

/** What the signed-in person may do; the service itself refuses the rest. */
export function useAccess(companyId: string | null) {
  const { access } = useSession();
  return useMemo(() => {
    const roles = access
      .filter((each) => each.companyId === null || each.companyId === companyId)
      .map(({ role }) => role);
    const isAdministrator = access.some((each) => each.role === 'administrator' && each.companyId === null);
    return {
      mayAdministerService: isAdministrator,
      mayAdminister: roles.some((role) => role !== 'reader'),
    };
  }, [access, companyId]);
}
