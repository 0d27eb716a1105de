import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ReplayAnswer } from '#api/replays.ts';
import { ApiProblem } from '../../api/http.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Empty } from '../../components/empty.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { paths } from '../../shell/paths.ts';
import { texts, useTexts } from '../../texts.tsx';
import { Columns } from './columns.tsx';
import { RemovalsApproval } from './removals-approval.tsx';
import { ReplayActions } from './replay-actions.tsx';
import { ReplayFacts } from './replay-facts.tsx';
import { ReplayItems } from './replay-items.tsx';
import { ReplayOutcomes } from './replay-outcomes.tsx';
import { ReplayProgress } from './replay-progress.tsx';
import { causeTexts, wordOf } from './replay-words.ts';
import { useReplay } from './use-replay.ts';

const words = texts(
  {
    replay: 'Replay',
    dryRun: 'Dry run of a replay',
    all: 'All replays',
    progress: 'Progress',
    unknown: 'There is no such replay.',
    failed: 'The replay could not go on',
    endedOutside: 'It was ended from outside before it was through. Start another; it takes up what is left.',
    mend: 'To the connection',
  },
  {
    replay: 'Genafspilning',
    dryRun: 'Prøvekørsel af en genafspilning',
    all: 'Alle genafspilninger',
    progress: 'Forløb',
    unknown: 'Den genafspilning findes ikke.',
    failed: 'Genafspilningen kunne ikke fortsætte',
    endedOutside:
      'Den blev afsluttet udefra, før den var færdig. Start en ny; den tager fat på det, der er tilbage.',
    mend: 'Til forbindelsen',
  },
);

interface Props {
  readonly companyId: string;
  readonly replayId: string;
}

export default function ReplayPage({ companyId, replayId }: Props) {
  const text = useTexts(words);
  const causes = useTexts(causeTexts);
  const { data: replay, error, refetch } = useReplay(companyId, replayId);
  const all = <AppLink to={paths.replays(companyId)}>{text.all}</AppLink>;
  if (error instanceof ApiProblem && error.status === 404)
    return (
      <Page title={text.replay}>
        <Empty>
          {text.unknown} {all}
        </Empty>
      </Page>
    );
  const problem = error && <ProblemMessage error={error} onRetry={() => void refetch()} />;
  if (replay === undefined) return <Page title={text.replay}>{problem ?? <Loading />}</Page>;
  return (
    <Page
      title={replay.dryRun ? text.dryRun : text.replay}
      lead={
        <>
          {wordOf(causes, replay.cause)} · {all}
        </>
      }
      actions={<ReplayActions companyId={companyId} replay={replay} />}
    >
      {problem}
      <Told companyId={companyId} replay={replay} />
    </Page>
  );
}

function Told({ companyId, replay }: { readonly companyId: string; readonly replay: ReplayAnswer }) {
  const text = useTexts(words);
  return (
    <>
      {replay.state === 'failed' && <Failure companyId={companyId} replay={replay} />}
      {replay.state === 'awaiting-approval' && <RemovalsApproval companyId={companyId} replay={replay} />}
      <Columns>
        <Section title={text.progress}>
          <ReplayProgress replay={replay} />
          <ReplayFacts companyId={companyId} replay={replay} />
        </Section>
        <ReplayOutcomes companyId={companyId} replay={replay} />
        <ReplayItems companyId={companyId} replay={replay} />
      </Columns>
    </>
  );
}

/** Why it has failed; what is registered is safe, so the way out is all that is needed. */
function Failure({ companyId, replay }: { readonly companyId: string; readonly replay: ReplayAnswer }) {
  const text = useTexts(words);
  const { reason } = replay;
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{text.failed}</MessageBarTitle>
        {reason === null ? (
          text.endedOutside
        ) : (
          <>
            <div>{reason.message}</div>
            <div>
              {reason.remedy} <AppLink to={paths.connect(companyId)}>{text.mend}</AppLink>
            </div>
          </>
        )}
      </MessageBarBody>
    </MessageBar>
  );
}
