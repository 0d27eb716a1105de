import { Button, makeStyles, MessageBar, MessageBarBody, Title2, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { addressOf, ApiProblem } from '../../api/http.ts';
import { signInOnce } from '../../api/session.ts';
import { Loading } from '../../components/loading.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { useSession } from '../../shell/use-session.ts';
import { useSearchValues } from '../../components/use-search-values.ts';
import { texts, useTexts } from '../../texts.tsx';

const words = texts(
  {
    title: 'Sign in to Absence Sync',
    withEntra: 'Sign in with Microsoft',
    withLink:
      'Open the one-time link that npm start has printed, or print another one on the machine of the service: npm exec absence-sync -- sign-in',
    only: 'Sign-in with Microsoft Entra ID is not set up on this service.',
    'sign-in-failed': 'Microsoft has not confirmed the sign-in. Try once more.',
    'no-role':
      'You are signed in with Microsoft, but have no role in Absence Sync. Ask whoever manages the application in Entra for one.',
    cancelled: 'The sign-in was cancelled.',
    unavailable: 'The sign-in service can’t be reached at the moment. Try again in a minute.',
    usedUp: 'This link has been used or is too old.',
  },
  {
    title: 'Log ind på Absence Sync',
    withEntra: 'Log ind med Microsoft',
    withLink:
      'Åbn det engangslink, som npm start har skrevet, eller få et nyt på tjenestens maskine: npm exec absence-sync -- sign-in',
    only: 'Login med Microsoft Entra ID er ikke sat op på denne tjeneste.',
    'sign-in-failed': 'Microsoft har ikke bekræftet login. Prøv en gang til.',
    'no-role':
      'Du er logget ind hos Microsoft, men har ingen rolle i Absence Sync. Bed den, der styrer applikationen i Entra, om en.',
    cancelled: 'Login blev afbrudt.',
    unavailable: 'Login-tjenesten kan ikke nås lige nu. Prøv igen om et minut.',
    usedUp: 'Linket er brugt eller for gammelt.',
  },
);

const useStyles = makeStyles({
  place: {
    minHeight: '100vh',
    display: 'grid',
    placeItems: 'center',
    padding: tokens.spacingHorizontalL,
    boxSizing: 'border-box',
  },
  card: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    width: 'min(28rem, 100%)',
    padding: tokens.spacingHorizontalXXL,
    boxSizing: 'border-box',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow8,
  },
});

const problems = ['sign-in-failed', 'no-role', 'cancelled', 'unavailable'] as const;

/** The ways in. A one-time link carries its token behind the #, where no server's log and no Referer sees it. */
export function SignInPage() {
  const text = useTexts(words);
  const styles = useStyles();
  const { signIn } = useSession();
  const [path] = useLocation();
  const [valueOf] = useSearchValues();
  const { isUnderWay, error } = useOneTimeLink(path === '/sign-in/link');
  const problem = problems.find((each) => each === valueOf('problem'));
  useEffect(() => {
    document.title = text.title;
  }, [text]);
  if (isUnderWay) return <Loading />;
  const returnTo = path.startsWith('/sign-in') ? '/' : `${location.pathname}${location.search}`;
  return (
    <main className={styles.place}>
      <div className={styles.card}>
        <img src="/icon.svg" alt="" width="48" height="48" />
        <Title2 as="h1">{text.title}</Title2>
        {problem && (
          <MessageBar intent="error" layout="multiline" role="alert">
            <MessageBarBody>{text[problem]}</MessageBarBody>
          </MessageBar>
        )}
        {error instanceof ApiProblem && error.status === 401 ? (
          <MessageBar intent="error" layout="multiline" role="alert">
            <MessageBarBody>{text.usedUp}</MessageBarBody>
          </MessageBar>
        ) : (
          <ProblemMessage error={error} />
        )}
        {signIn.entra ? (
          <Button as="a" appearance="primary" size="large" href={addressOf('/sign-in/entra', { returnTo })}>
            {text.withEntra}
          </Button>
        ) : (
          <p>{text.only}</p>
        )}
        <p>{text.withLink}</p>
      </div>
    </main>
  );
}

function useOneTimeLink(isLink: boolean) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [error, setError] = useState<unknown>(null);
  const isTaken = useRef(false);
  useEffect(() => {
    const token = location.hash.slice(1);
    if (!isLink || isTaken.current) return;
    isTaken.current = true;
    // Out of the address bar and the history, used or not.
    history.replaceState(null, '', '/sign-in/link');
    signInOnce(token).then(
      (session) => {
        client.setQueryData(['session'], session);
        navigate('/', { replace: true });
      },
      (problem: unknown) => setError(problem),
    );
  }, [isLink, client, navigate]);
  return { isUnderWay: isLink && error === null, error };
}
