import { Field, Input, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { testConnection } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { faultOf, ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { useAccess } from '../../shell/use-session.ts';
import { texts, useTexts } from '../../texts.tsx';
import { CheckList, checkTexts } from './check-list.tsx';
import { outcomeOf, type Check } from './check-outcome.ts';
import { trimmed } from './pasted-values.ts';

const words = texts(
  {
    title: 'Checks',
    lead: 'Tries the saved connection for real, in up to five mailboxes, and changes nothing.',
    run: 'Run the checks',
    again: 'Run the checks again',
    running: 'The checks run…',
    mailbox: 'A mailbox to try first',
    mailboxHint: 'May be left empty: mailboxes of approved registrations are tried.',
    outside: 'A mailbox that must not be reached',
    outsideHint: 'May be left empty. Proves that access is limited, such as by RBAC for Applications.',
    wrongMailbox: 'Write a mail address such as anna.holm@contoso.example.',
    sameMailbox: 'Write another mailbox than the one to try first.',
    allWell: 'Everything works.',
    wrong: 'Something does not work: see the causes below.',
    untried: 'What could be tried works; the rest is explained below.',
  },
  {
    title: 'Kontrol',
    lead: 'Prøver den gemte forbindelse i virkeligheden, i op til fem postkasser, og ændrer intet.',
    run: 'Kør kontrollen',
    again: 'Kør kontrollen igen',
    running: 'Kontrollen kører…',
    mailbox: 'En postkasse at prøve først',
    mailboxHint: 'Må være tom: så prøves postkasser fra godkendte registreringer.',
    outside: 'En postkasse, som ikke må kunne nås',
    outsideHint: 'Må være tom. Viser, at adgangen er begrænset, f.eks. med RBAC for Applications.',
    wrongMailbox: 'Skriv en mailadresse som anna.holm@contoso.example.',
    sameMailbox: 'Skriv en anden postkasse end den, der prøves først.',
    allWell: 'Alt virker.',
    wrong: 'Noget virker ikke: se årsagerne nedenfor.',
    untried: 'Det, der kunne prøves, virker; resten er forklaret nedenfor.',
  },
);

const useStyles = makeStyles({
  form: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  mailboxes: {
    display: 'grid',
    alignItems: 'start',
    gap: tokens.spacingHorizontalL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(16rem, 100%), 1fr))',
  },
  running: { listStyleType: 'none', padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  summary: { fontWeight: tokens.fontWeightSemibold },
});

interface Props {
  readonly companyId: string;
  /** How often something was saved on this page: each save calls for the checks. */
  readonly savesCount: number;
}

/** Whether the connection works, check by check. The mailboxes stay in this page: addresses are logged. */
export function ConnectionChecks({ companyId, savesCount }: Props) {
  const text = useTexts(words);
  const styles = useStyles();
  const client = useQueryClient();
  const { mayAdminister } = useAccess(companyId);
  const [mailbox, setMailbox] = useState('');
  const [outsideMailbox, setOutsideMailbox] = useState('');
  const test = useMutation({
    mutationFn: () =>
      testConnection(companyId, {
        ...(mailbox !== '' && { mailbox }),
        ...(outsideMailbox !== '' && { outsideMailbox }),
      }),
    // What it has learned of the secret's last day shows above.
    onSuccess: () => client.invalidateQueries({ queryKey: ['overview', companyId] }),
  });
  const { mutate } = test;
  const triedSaves = useRef(0);
  useEffect(() => {
    if (savesCount === triedSaves.current || !mayAdminister) return;
    triedSaves.current = savesCount;
    mutate();
  }, [savesCount, mayAdminister, mutate]);
  const hasRun = test.data !== undefined;
  return (
    <Section title={text.title}>
      <p>{text.lead}</p>
      <form
        noValidate
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <div className={styles.mailboxes}>
          <Field
            label={text.mailbox}
            hint={text.mailboxHint}
            validationMessage={faultOf(test.error, 'mailbox') && text.wrongMailbox}
          >
            <Input
              value={mailbox}
              type="email"
              autoComplete="off"
              onChange={(_, { value }) => setMailbox(trimmed(value))}
            />
          </Field>
          <Field
            label={text.outside}
            hint={text.outsideHint}
            validationMessage={
              faultOf(test.error, 'outsideMailbox') &&
              (outsideMailbox === mailbox ? text.sameMailbox : text.wrongMailbox)
            }
          >
            <Input
              value={outsideMailbox}
              type="email"
              autoComplete="off"
              onChange={(_, { value }) => setOutsideMailbox(trimmed(value))}
            />
          </Field>
        </div>
        <div className={styles.line}>
          <ActButton companyId={companyId} type="submit" isBusy={test.isPending}>
            {hasRun || test.isPending ? text.again : text.run}
          </ActButton>
          <output className={styles.summary}>
            {test.isPending ? text.running : test.data && text[verdictOf(test.data.checks)]}
          </output>
        </div>
      </form>
      {!isAboutFields(test.error) && <ProblemMessage error={test.error} />}
      {test.isPending && <Running />}
      {test.data && !test.isPending && <CheckList checks={test.data.checks} />}
    </Section>
  );
}

function verdictOf(checks: readonly Check[]): 'allWell' | 'untried' | 'wrong' {
  const outcomes = new Set(checks.map(outcomeOf));
  if (outcomes.has('failed')) return 'wrong';
  return outcomes.has('skipped') ? 'untried' : 'allWell';
}

const isAboutFields = (error: unknown): boolean =>
  faultOf(error, 'mailbox') !== undefined || faultOf(error, 'outsideMailbox') !== undefined;

/** What is being tried, so that the list is there before the answers are. */
function Running() {
  const styles = useStyles();
  const names = useTexts(checkTexts);
  return (
    <ul className={styles.running}>
      {(
        ['tenant', 'application', 'credential', 'Calendars.ReadWrite', 'MailboxSettings.ReadWrite'] as const
      ).map((name) => (
        <li key={name} className={styles.line}>
          <Spinner size="tiny" aria-hidden />
          {names[name]}
        </li>
      ))}
    </ul>
  );
}
