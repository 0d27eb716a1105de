import {
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  Radio,
  RadioGroup,
  tokens,
} from '@fluentui/react-components';
import { useId } from 'react';
import { ActButton } from '../../components/act-button.tsx';
import { AppLink } from '../../components/app-link.tsx';
import { faultOf } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { useConnection } from '../../shell/use-overview.ts';
import { paths } from '../../shell/paths.ts';
import { useTexts } from '../../texts.tsx';
import { kinds, requestFor, useReplayChoices, type ReplayChoices } from './replay-choices.ts';
import { startFormTexts } from './start-form-texts.ts';
import { StartProblem } from './start-problem.tsx';
import { useStartReplay } from './use-start-replay.ts';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalL },
  option: { display: 'grid' },
  hint: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  narrow: {
    border: 'none',
    margin: 0,
    padding: 0,
    minWidth: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(10rem, 100%), 1fr))',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
    alignItems: 'start',
  },
  legend: { padding: 0, marginBottom: tokens.spacingVerticalS, fontWeight: tokens.fontWeightSemibold },
  input: { minWidth: 0, width: '100%' },
  acts: { display: 'grid', gap: tokens.spacingVerticalS },
  buttons: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
});

/** Chooses what a replay goes through; trying it out first is the way that is offered first. */
export function StartReplayForm({ companyId }: { readonly companyId: string }) {
  const styles = useStyles();
  const text = useTexts(startFormTexts);
  const { choices } = useReplayChoices();
  const starting = useStartReplay(companyId);
  const isBackwards = choices.from !== '' && choices.to !== '' && choices.from > choices.to;
  const start = (dryRun: boolean) => {
    if (!isBackwards) starting.mutate(requestFor(choices, dryRun));
  };
  const isStarting = (dryRun: boolean) => starting.isPending && starting.variables.dryRun === dryRun;
  return (
    <Section title={text.title}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          start(true);
        }}
      >
        <ClosedConnection companyId={companyId} />
        <Kinds />
        <Narrowing error={starting.error} isBackwards={isBackwards} />
        <StartProblem companyId={companyId} error={starting.error} />
        <div className={styles.acts}>
          <div className={styles.buttons}>
            <ActButton companyId={companyId} type="submit" appearance="primary" isBusy={isStarting(true)}>
              {text.dryRun}
            </ActButton>
            <ActButton companyId={companyId} isBusy={isStarting(false)} onClick={() => start(false)}>
              {text.start}
            </ActButton>
          </div>
          <div className={styles.hint}>{text.dryRunHint}</div>
        </div>
      </form>
    </Section>
  );
}

function Kinds() {
  const styles = useStyles();
  const text = useTexts(startFormTexts);
  const { choices, chooseKind } = useReplayChoices();
  return (
    <Field label={{ children: text.which, weight: 'semibold' }}>
      <RadioGroup
        value={choices.kind}
        onChange={(_, { value }) => chooseKind(kinds.find((kind) => kind === value) ?? 'unsynced')}
      >
        {kinds.map((kind) => (
          <Radio
            key={kind}
            value={kind}
            label={
              <span className={styles.option}>
                {text[kind]}
                <span className={styles.hint}>{text[`${kind}Hint`]}</span>
              </span>
            }
          />
        ))}
      </RadioGroup>
    </Field>
  );
}

interface NarrowingProps {
  readonly error: unknown;
  readonly isBackwards: boolean;
}

function Narrowing({ error, isBackwards }: NarrowingProps) {
  const styles = useStyles();
  const text = useTexts(startFormTexts);
  const { choices, narrow } = useReplayChoices();
  const legend = useId();
  const field = (name: Exclude<keyof ReplayChoices, 'kind'>, fault: string | undefined, hint?: string) => (
    <Field
      label={text[name]}
      validationMessage={fault}
      {...(hint !== undefined && { hint: { children: hint, className: styles.hint } })}
    >
      <Input
        className={styles.input}
        type={name === 'from' || name === 'to' ? 'date' : 'text'}
        name={name}
        autoComplete="off"
        value={choices[name]}
        onChange={(_, { value }) => narrow(name, value)}
      />
    </Field>
  );
  const faultIn = (name: string, words: string) => (faultOf(error, name) === undefined ? undefined : words);
  return (
    <fieldset className={styles.narrow} aria-labelledby={legend}>
      <legend id={legend} className={styles.legend}>
        {text.narrow}
      </legend>
      {field('from', faultIn('from', text.unknownDay))}
      {field('to', isBackwards ? text.backwards : faultIn('to', text.unknownDay))}
      {field('employeeId', faultIn('employeeId', text.tooLong), text.employeeIdHint)}
      {field('registrationId', faultIn('registrationId', text.noSuchId))}
    </fieldset>
  );
}

const closedStates = new Set(['off', 'expired', 'misconfigured']);

function ClosedConnection({ companyId }: { readonly companyId: string }) {
  const text = useTexts(startFormTexts);
  const { data: connection } = useConnection(companyId);
  const isClosed = connection === null || (connection !== undefined && closedStates.has(connection.state));
  if (!isClosed) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{text.closed}</MessageBarTitle>
        {text.closedHint}
      </MessageBarBody>
      <MessageBarActions>
        <AppLink to={paths.connect(companyId)}>{text.mend}</AppLink>
      </MessageBarActions>
    </MessageBar>
  );
}
