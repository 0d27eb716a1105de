import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import type { OverviewAnswer } from '#api/overview.ts';
import { AppLink } from '../../components/app-link.tsx';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { useTexts } from '../../texts.tsx';
import { Glance } from './glance.tsx';
import { overviewTexts } from './texts.ts';

const useStyles = makeStyles({
  progress: { display: 'grid', gap: tokens.spacingVerticalXS, marginTop: tokens.spacingVerticalXS },
});

interface Props {
  readonly companyId: string;
  readonly replay: OverviewAnswer['replay'];
}

/** The replay that is under way, if there is one. */
export function RunningReplay({ companyId, replay }: Props) {
  const styles = useStyles();
  const text = useTexts(overviewTexts);
  const { number, time } = useFormats();
  if (replay === null)
    return (
      <Glance
        title={text.replay}
        fact={text.noReplay}
        link={<AppLink to={paths.replays(companyId)}>{text.toReplays}</AppLink>}
      >
        {text.noReplayDetail}
      </Glance>
    );
  const { state, done, total, dryRun, estimatedEndAt, replayId } = replay;
  return (
    <Glance
      title={text.replay}
      fact={isNamed(state) ? text[state] : state}
      link={<AppLink to={paths.replay(companyId, replayId)}>{text.openReplay}</AppLink>}
    >
      <div className={styles.progress}>
        {total > 0 && (
          <>
            <ProgressBar value={done} max={total} thickness="large" aria-label={text.replay} />
            <span>{text.progress(number(done), number(total))}</span>
          </>
        )}
        {estimatedEndAt !== null && state === 'running' && <span>{text.until(time(estimatedEndAt))}</span>}
        {dryRun && <span>{text.dryRun}</span>}
      </div>
    </Glance>
  );
}

const named = ['planning', 'running', 'paused', 'awaiting-approval'] as const;
const isNamed = (state: string): state is (typeof named)[number] => named.some((each) => each === state);
