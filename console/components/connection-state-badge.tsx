import { Badge } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  ClockRegular,
  ErrorCircleRegular,
  PauseCircleRegular,
  SubtractCircleRegular,
  WarningRegular,
} from './icons.ts';
import { texts, useTexts } from '../texts.tsx';

const words = texts(
  {
    healthy: 'Works',
    unverified: 'Not tried yet',
    expiring: 'Secret expires soon',
    expired: 'Secret expired',
    misconfigured: 'Refused',
    off: 'Off',
    missing: 'Not connected',
  },
  {
    healthy: 'Virker',
    unverified: 'Ikke prøvet endnu',
    expiring: 'Hemmeligheden udløber snart',
    expired: 'Hemmeligheden er udløbet',
    misconfigured: 'Afvist',
    off: 'Slået fra',
    missing: 'Ikke forbundet',
  },
);

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
  const text = useTexts(words);
  const known = state ?? 'missing';
  if (!isKnown(known)) return <>{known}</>;
  const { color, icon } = looks[known];
  return (
    <Badge appearance="tint" size="large" color={color} icon={icon}>
      {text[known]}
    </Badge>
  );
}
