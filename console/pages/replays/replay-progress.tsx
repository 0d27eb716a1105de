import { makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import type { ReplayAnswer } from '#api/replays.ts';
import { useFormats } from '../../formats.ts';
import { texts, useTexts } from '../../texts.tsx';
import { ReplayStateBadge } from './replay-state-badge.tsx';
import { wordOf } from './replay-words.ts';
import { hasEnded } from './use-replay.ts';

const words = texts(
  {
    progress: 'Registrations gone through',
    done: (done: string, total: string) => `${done} of ${total} registrations`,
    nothing: 'There was nothing to go through',
    ends: (when: string) => `ends ${when}, at the rate so far`,
    atTheEnd: (removals: number, text: string) =>
      removals === 1
        ? 'One removal is set aside and weighed at the end.'
        : `${text} removals are set aside and weighed together at the end.`,
    someFailed: (failed: number, text: string) =>
      failed === 1
        ? 'One registration needs somebody; its reason stands below.'
        : `${text} registrations need somebody; the reasons stand below.`,
  },
  {
    progress: 'Gennemgåede registreringer',
    done: (done: string, total: string) => `${done} af ${total} registreringer`,
    nothing: 'Der var intet at gennemgå',
    ends: (when: string) => `slutter ${when} med den hidtidige fart`,
    atTheEnd: (removals: number, text: string) =>
      removals === 1
        ? 'Én fjernelse er lagt til side og vurderes til sidst.'
        : `${text} fjernelser er lagt til side og vurderes samlet til sidst.`,
    someFailed: (failed: number, text: string) =>
      failed === 1
        ? 'Én registrering kræver handling; årsagen står nedenfor.'
        : `${text} registreringer kræver handling; årsagerne står nedenfor.`,
  },
);

const sentences = texts(
  {
    planning: 'It looks up which registrations there are to go through.',
    running: 'Registrations are compared with Outlook, and what differs is put right.',
    paused: 'Nothing more is sent until somebody resumes it.',
    'awaiting-approval': 'Everything else is done. The removals wait for a decision.',
    completed: 'Everything has been gone through.',
    cancelled: 'It was ended before it was through. What it has done stays; a later replay does the rest.',
    failed: 'It could not go on. Nothing is lost: a later replay does the rest.',
  },
  {
    planning: 'Den finder de registreringer, der skal gennemgås.',
    running: 'Registreringerne sammenholdes med Outlook, og det, der afviger, rettes.',
    paused: 'Der sendes ikke mere, før nogen genoptager den.',
    'awaiting-approval': 'Alt andet er gjort. Fjernelserne venter på en afgørelse.',
    completed: 'Alt er gennemgået.',
    cancelled:
      'Den blev afbrudt, før den var færdig. Det, den har gjort, står; en senere genafspilning tager resten.',
    failed: 'Den kunne ikke fortsætte. Intet går tabt: en senere genafspilning tager resten.',
  },
);

const drySentences = texts(
  {
    running: 'It works out what a replay would do. Nothing is written.',
    completed: 'This is what a replay would do now. Nothing has been written.',
    cancelled: 'It was ended before it was through. Nothing has been written.',
    failed: 'It could not go on. Nothing has been written.',
  },
  {
    running: 'Den regner ud, hvad en genafspilning ville gøre. Intet skrives.',
    completed: 'Dette ville en genafspilning gøre nu. Intet er skrevet.',
    cancelled: 'Den blev afbrudt, før den var færdig. Intet er skrevet.',
    failed: 'Den kunne ikke fortsætte. Intet er skrevet.',
  },
);

const useStyles = makeStyles({
  progress: { display: 'grid', gap: tokens.spacingVerticalM },
  state: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  figures: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: `0 ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground2,
    fontVariantNumeric: 'tabular-nums',
    // The estimate comes and goes; what stands below stays where it is.
    minHeight: tokens.lineHeightBase300,
  },
  note: { color: tokens.colorNeutralForeground2 },
});

/** How far a replay is, in a sentence, a bar and figures. */
export function ReplayProgress({ replay }: { readonly replay: ReplayAnswer }) {
  const styles = useStyles();
  const text = useTexts(words);
  const formats = useFormats();
  const sentence = useSentence(replay);
  const { state, total, done, removals, counts } = replay;
  const failed = counts.failed ?? 0;
  return (
    <div className={styles.progress}>
      <output className={styles.state}>
        <ReplayStateBadge state={state} />
        <span>{sentence}</span>
      </output>
      <ProgressBar
        thickness="large"
        shape="rounded"
        color={colorOf(replay)}
        aria-label={text.progress}
        {...(state !== 'planning' && { value: total === 0 ? 1 : done / total })}
      />
      <div className={styles.figures}>
        <span>
          {total === 0 && hasEnded(replay)
            ? text.nothing
            : state === 'planning'
              ? ''
              : text.done(formats.number(done), formats.number(total))}
        </span>
        <Remaining replay={replay} />
      </div>
      {removals > 0 && (state === 'running' || state === 'paused') && (
        <div className={styles.note}>{text.atTheEnd(removals, formats.number(removals))}</div>
      )}
      {failed > 0 && <div className={styles.note}>{text.someFailed(failed, formats.number(failed))}</div>}
    </div>
  );
}

function Remaining({ replay: { estimatedEndAt } }: { readonly replay: ReplayAnswer }) {
  const text = useTexts(words);
  const formats = useFormats();
  if (estimatedEndAt === null) return null;
  return <span>{text.ends(formats.relative(estimatedEndAt))}</span>;
}

function useSentence({ state, dryRun }: ReplayAnswer): string {
  const wet = wordOf(useTexts(sentences), state);
  const dry: Readonly<Record<string, string>> = useTexts(drySentences);
  return (dryRun ? dry[state] : undefined) ?? wet;
}

function colorOf({ state }: ReplayAnswer): 'brand' | 'success' | 'warning' | 'error' {
  if (state === 'failed') return 'error';
  if (state === 'paused' || state === 'awaiting-approval' || state === 'cancelled') return 'warning';
  return state === 'completed' ? 'success' : 'brand';
}
