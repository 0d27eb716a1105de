import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { caller } from '../api/http.ts';
import { readSession } from '../api/session.ts';
import { Loading } from '../components/loading.tsx';
import { ProblemMessage } from '../components/problem-message.tsx';
import { SignInPage } from '../pages/sign-in/sign-in-page.tsx';
import { SessionContext } from './use-session.ts';

/** Shows `children` to who is signed in, and the sign-in page to everybody else. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [path] = useLocation();
  const session = useQuery({
    queryKey: ['session'],
    queryFn: readSession,
    staleTime: 60_000,
  });
  useEffect(() => {
    caller.onSignedOut = () => void client.invalidateQueries({ queryKey: ['session'] });
  }, [client]);
  if (session.error && session.data === undefined)
    return <ProblemMessage error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data === undefined) return <Loading />;
  caller.csrfToken = session.data.csrfToken;
  const isSignedOut = session.data.actor === null || path === '/sign-in/link';
  return <SessionContext value={session.data}>{isSignedOut ? <SignInPage /> : children}</SessionContext>;
}
