import { Page } from '../../components/page.tsx';
import { texts, useTexts } from '../../texts.tsx';
import { Columns } from './columns.tsx';
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

export default function ReplaysPage({ companyId }: { readonly companyId: string }) {
  const text = useTexts(words);
  return (
    <Page title={text.title} lead={text.lead}>
      <Columns>
        <LatestReplay companyId={companyId} />
        <StartReplayForm companyId={companyId} />
        <ReplayList companyId={companyId} />
      </Columns>
    </Page>
  );
}
