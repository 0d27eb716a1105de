import { makeStyles, tokens } from '@fluentui/react-components';
import { Page } from '../../components/page.tsx';
import { texts, useTexts } from '../../texts.tsx';
import { LatestReplay } from './latest-replay.tsx';
import { ReplayList } from './replay-list.tsx';
import { StartReplayForm } from './start-replay-form.tsx';

const words = texts(
  {
    title: 'Replay',
    lead: 'A replay goes through what HR has registered and puts right in Outlook what isn’t as it should be there. One starts by itself after an outage; start one here whenever you are in doubt.',
  },
  {
    title: 'Genafspilning',
    lead: 'En genafspilning gennemgår det, HR har registreret, og retter det i Outlook, der ikke er, som det skal være. Efter et nedbrud starter den selv; start en her, når du er i tvivl.',
  },
);

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gap: tokens.spacingVerticalXL,
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignItems: 'start',
    '@media (min-width: 1200px)': {
      gridTemplateColumns: 'minmax(0, 1fr) 24rem',
      gridTemplateRows: 'auto 1fr',
      '& > :nth-child(2)': { gridColumn: 2, gridRow: '1 / span 2' },
    },
    '@media (min-width: 1600px)': { gridTemplateColumns: 'minmax(0, 1fr) 30rem' },
  },
  place: { minWidth: 0 },
});

export default function ReplaysPage({ companyId }: { readonly companyId: string }) {
  const styles = useStyles();
  const text = useTexts(words);
  return (
    <Page title={text.title} lead={text.lead}>
      <div className={styles.columns}>
        <div className={styles.place}>
          <LatestReplay companyId={companyId} />
        </div>
        <div className={styles.place}>
          <StartReplayForm companyId={companyId} />
        </div>
        <div className={styles.place}>
          <ReplayList companyId={companyId} />
        </div>
      </div>
    </Page>
  );
}
