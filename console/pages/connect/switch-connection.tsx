import { makeStyles, Radio, RadioGroup, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionAnswer, ConnectionPatchBody } from '#api/connections.ts';
import { changeConnection } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ReplayStarted } from '../../components/replay-started.tsx';
import { Section } from '../../components/section.tsx';
import { texts, useTexts } from '../../texts.tsx';

type WhenOff = ConnectionAnswer['whenOff'];

const words = texts(
  {
    title: 'ON or OFF',
    isOn: 'The connection is ON: approved absence goes to Outlook by itself.',
    isOffKeep:
      'The connection is OFF: nothing is sent. What stood in Outlook stays there, and what is registered meanwhile is recorded.',
    isOffPurge:
      'The connection is OFF: nothing is sent but removals. The events of this company are taken out of Outlook.',
    whenOff: 'What happens to the events in Outlook',
    keep: 'Keep them: they stay in Outlook as they are',
    purge: 'Purge: every event that this service has made for the company is removed',
    switchOff: 'Switch OFF',
    switchOn: 'Switch ON',
    purgeNow: 'Purge the events now',
    confirmOff: 'Switch the connection OFF?',
    confirmPurge: 'Remove the events from Outlook?',
    offKeepsMore:
      'Nothing is sent from now on. Events that stand in Outlook stay. What the HR system registers is recorded, and sent once you switch ON again.',
    purgeMore:
      'A replay removes every event that this service has made for the company from its employees’ calendars, and takes back automatic replies. Where many would go, it asks for your approval first. Registrations are kept here, and come back to Outlook once you switch ON again.',
    savedOff: 'The connection is OFF.',
    removes: 'A replay now removes the events from Outlook.',
    savedOn: 'The connection is ON.',
  },
  {
    title: 'TIL eller FRA',
    isOn: 'Forbindelsen er TIL: godkendt fravær kommer i Outlook af sig selv.',
    isOffKeep:
      'Forbindelsen er FRA: intet sendes. Det, der stod i Outlook, bliver stående, og det, der registreres imens, gemmes her.',
    isOffPurge: 'Forbindelsen er FRA: kun fjernelser sendes. Virksomhedens begivenheder tages ud af Outlook.',
    whenOff: 'Hvad der sker med begivenhederne i Outlook',
    keep: 'Behold dem: de bliver stående i Outlook, som de er',
    purge: 'Ryd op: alle begivenheder, som tjenesten har lavet for virksomheden, fjernes',
    switchOff: 'Slå FRA',
    switchOn: 'Slå TIL',
    purgeNow: 'Fjern begivenhederne nu',
    confirmOff: 'Slå forbindelsen FRA?',
    confirmPurge: 'Fjern begivenhederne fra Outlook?',
    offKeepsMore:
      'Fra nu af sendes intet. Begivenheder, der står i Outlook, bliver stående. Det, HR-systemet registrerer, gemmes og sendes, når du slår TIL igen.',
    purgeMore:
      'En genafspilning fjerner alle begivenheder, som tjenesten har lavet for virksomheden, fra medarbejdernes kalendere og trækker automatiske svar tilbage. Er det mange, beder den først om din godkendelse. Registreringerne bliver her og kommer i Outlook igen, når du slår TIL.',
    savedOff: 'Forbindelsen er FRA.',
    removes: 'En genafspilning fjerner nu begivenhederne fra Outlook.',
    savedOn: 'Forbindelsen er TIL.',
  },
);

const useStyles = makeStyles({
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  // The longer of the two explanations; the buttons stay where they are.
  explanation: { marginTop: tokens.spacingVerticalM, minHeight: '7.5rem' },
});

interface Props {
  readonly companyId: string;
  readonly connection: ConnectionAnswer;
}

/** ON, OFF, and whether OFF takes out of Outlook what stands there. */
export function SwitchConnection({ companyId, connection: { enabled, whenOff } }: Props) {
  const text = useTexts(words);
  const styles = useStyles();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const save = useMutation({
    mutationFn: (change: ConnectionPatchBody) => changeConnection(companyId, change),
    onSuccess: () => client.invalidateQueries({ queryKey: ['overview', companyId] }),
  });
  return (
    <Section title={text.title}>
      <p>{enabled ? text.isOn : whenOff === 'purge' ? text.isOffPurge : text.isOffKeep}</p>
      <div className={styles.acts}>
        {!enabled && (
          <ActButton
            companyId={companyId}
            appearance="primary"
            isBusy={save.isPending}
            onClick={() => save.mutate({ enabled: true, whenOff: 'keep' })}
          >
            {text.switchOn}
          </ActButton>
        )}
        {(enabled || whenOff === 'keep') && (
          <ActButton companyId={companyId} isBusy={save.isPending} onClick={() => setAsking(true)}>
            {enabled ? text.switchOff : text.purgeNow}
          </ActButton>
        )}
      </div>
      <ProblemMessage error={save.error} />
      {save.data !== undefined && (
        <ReplayStarted
          companyId={companyId}
          title={save.data.enabled ? text.savedOn : text.savedOff}
          answer={save.data}
          {...(!save.data.enabled && { does: text.removes })}
        />
      )}
      {isAsking && (
        <OffDialog
          isOn={enabled}
          onClose={() => setAsking(false)}
          onConfirm={(chosen) => save.mutate({ enabled: false, whenOff: chosen })}
        />
      )}
    </Section>
  );
}

interface OffDialogProps {
  /** Where it is OFF already, a purge alone is left to choose. */
  readonly isOn: boolean;
  readonly onConfirm: (whenOff: WhenOff) => void;
  readonly onClose: () => void;
}

function OffDialog({ isOn, onConfirm, onClose }: OffDialogProps) {
  const text = useTexts(words);
  const styles = useStyles();
  const [chosen, setChosen] = useState<WhenOff>(isOn ? 'keep' : 'purge');
  return (
    <ConfirmDialog
      isOpen
      title={isOn ? text.confirmOff : text.confirmPurge}
      confirmLabel={isOn ? text.switchOff : text.purgeNow}
      onClose={onClose}
      onConfirm={() => onConfirm(chosen)}
    >
      {isOn && (
        <RadioGroup
          aria-label={text.whenOff}
          value={chosen}
          onChange={(_, { value }) => setChosen(value === 'purge' ? 'purge' : 'keep')}
        >
          <Radio value="keep" label={text.keep} />
          <Radio value="purge" label={text.purge} />
        </RadioGroup>
      )}
      <p className={styles.explanation}>{chosen === 'purge' ? text.purgeMore : text.offKeepsMore}</p>
    </ConfirmDialog>
  );
}
