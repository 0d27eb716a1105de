import { Badge } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  ClockRegular,
  ErrorCircleRegular,
  PauseCircleRegular,
  SubtractCircleRegular,
  WarningRegular,
} from '../../components/icons.ts';
import { useTexts } from '../../texts.tsx';
import { connectionTexts } from './texts.ts';

const looks = {
  healthy: { color: 'success', icon: <CheckmarkCircleRegular /> },
  unverified: { color: 'informative', icon: <ClockRegular /> },
  expiring: { color: 'warning', icon: <WarningRegular /> },
  expired: { color: 'danger', icon: <ErrorCircleRegular /> },
  misconfigured: { color: 'danger', icon: <ErrorCircleRegular /> },
  off: { color: 'subtle', icon: <PauseCircleRegular /> },
  missing: { color: 'subtle', icon: <SubtractCircleRegular /> },
} as const;

const isKnown = (state: string): state is keyof typeof looks => state in looks;

/** Whether a company's connection carries anything. @param state null before there is one. */
export function ConnectionStateBadge({ state }: { readonly state: string | null }) {
  const text = useTexts(connectionTexts);
  const known = state ?? 'missing';
  if (!isKnown(known)) return <>{known}</>;
  const { color, icon } = looks[known];
  return (
    <Badge appearance="tint" size="large" color={color} icon={icon}>
      {text[known]}
    </Badge>
  );
}
