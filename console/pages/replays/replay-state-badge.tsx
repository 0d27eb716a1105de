import { Badge, makeStyles } from '@fluentui/react-components';
import type { ReplayState } from '#domain/replay.ts';
import {
  ArrowSyncRegular,
  CheckmarkCircleRegular,
  ClockRegular,
  ErrorCircleRegular,
  PauseCircleRegular,
  SubtractCircleRegular,
  WarningRegular,
} from '../../components/icons.ts';
import { useTexts } from '../../texts.tsx';
import { replayStateTexts, wordOf } from './replay-words.ts';

const looks: Readonly<
  Record<
    ReplayState,
    { color: 'informative' | 'brand' | 'success' | 'warning' | 'danger' | 'subtle'; icon: React.JSX.Element }
  >
> = {
  planning: { color: 'informative', icon: <ClockRegular /> },
  running: { color: 'brand', icon: <ArrowSyncRegular /> },
  paused: { color: 'warning', icon: <PauseCircleRegular /> },
  'awaiting-approval': { color: 'warning', icon: <WarningRegular /> },
  completed: { color: 'success', icon: <CheckmarkCircleRegular /> },
  cancelled: { color: 'subtle', icon: <SubtractCircleRegular /> },
  failed: { color: 'danger', icon: <ErrorCircleRegular /> },
};

const useStyles = makeStyles({ badge: { whiteSpace: 'nowrap' } });

/** How far a replay has come: by word, shape and colour. */
export function ReplayStateBadge({ state }: { readonly state: string }) {
  const text = useTexts(replayStateTexts);
  const look = Object.entries(looks).find(([name]) => name === state)?.[1] ?? looks.planning;
  return (
    <Badge appearance="tint" size="large" className={useStyles().badge} {...look}>
      {wordOf(text, state)}
    </Badge>
  );
}
