import { makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { ConnectionAnswer, ConnectionSavedAnswer } from '#api/connections.ts';
import { Page } from '../../components/page.tsx';
import { ReadOnlyNote } from '../../components/read-only-note.tsx';
import { ReplayStarted } from '../../components/replay-started.tsx';
import { navigationTexts } from '../../shell/navigation.tsx';
import { useAccess } from '../../shell/use-session.ts';
import { texts, useTexts } from '../../texts.tsx';
import { ConnectionChecks } from './connection-checks.tsx';
import { ConnectionIds } from './connection-ids.tsx';
import { ConnectionStanding } from './connection-standing.tsx';
import { FoldedGuide } from './folded-guide.tsx';
import { NewSecret } from './new-secret.tsx';
import { SwitchConnection } from './switch-connection.tsx';

const words = texts(
  {
    lead: 'How this company reaches Outlook: whether it works, until when, and what to do if it doesn’t.',
    connected: 'Connected to Microsoft 365.',
    connectedMore: 'The checks below show whether everything works.',
    saved: 'The connection is saved.',
    off: 'It is OFF: nothing is sent until you switch it ON.',
  },
  {
    lead: 'Sådan når virksomheden Outlook: om det virker, hvor længe, og hvad du gør, hvis det ikke gør.',
    connected: 'Forbundet til Microsoft 365.',
    connectedMore: 'Kontrollen nedenfor viser, om alt virker.',
    saved: 'Forbindelsen er gemt.',
    off: 'Den er slået FRA: intet sendes, før du slår den TIL.',
  },
);

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalXL,
    alignItems: 'start',
    '@media (min-width: 1200px)': { gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)' },
  },
  column: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXL },
});

interface Props {
  readonly companyId: string;
  readonly connection: ConnectionAnswer;
  /** What the save has answered that made the connection, where that was a moment ago. */
  readonly firstSaved: ConnectionSavedAnswer | null;
}

export function ConnectionPage({ companyId, connection, firstSaved }: Props) {
  const text = useTexts(words);
  const styles = useStyles();
  const { connect } = useTexts(navigationTexts);
  const { mayAdminister } = useAccess(companyId);
  // Whatever was saved on this page calls for the checks: each save counts. The answer to the first may come when the
  // page stands already, because the connection was seen before.
  const [laterSaves, setLaterSaves] = useState(0);
  const savesCount = laterSaves + (firstSaved === null ? 0 : 1);
  const noteSave = () => setLaterSaves((count) => count + 1);
  return (
    <Page title={connect} lead={text.lead}>
      <ReadOnlyNote companyId={companyId} />
      {firstSaved !== null && (
        <ReplayStarted
          companyId={companyId}
          title={firstSaved.enabled ? text.connected : text.saved}
          answer={firstSaved}
        >
          {firstSaved.enabled ? text.connectedMore : text.off}
        </ReplayStarted>
      )}
      <div className={styles.columns}>
        <div className={styles.column}>
          <ConnectionStanding connection={connection} />
          {mayAdminister && <NewSecret companyId={companyId} connection={connection} onSaved={noteSave} />}
          <SwitchConnection companyId={companyId} connection={connection} />
        </div>
        <div className={styles.column}>
          <ConnectionChecks companyId={companyId} savesCount={savesCount} />
          <ConnectionIds companyId={companyId} connection={connection} onSaved={noteSave} />
        </div>
      </div>
      <FoldedGuide companyId={companyId} connection={connection} />
    </Page>
  );
}
