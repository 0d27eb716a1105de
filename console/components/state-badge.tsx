import { Badge } from '@fluentui/react-components';
import {
  ArrowSyncRegular,
  CheckmarkCircleRegular,
  ClockRegular,
  ErrorCircleRegular,
  PauseCircleRegular,
  SubtractCircleRegular,
} from './icons.ts';
import type { RegistrationState } from '../api/operations.ts';
import { texts, useTexts } from '../texts.tsx';

export const stateTexts = texts(
  {
    waiting: 'Waiting',
    syncing: 'Syncing',
    synced: 'In Outlook',
    parked: 'Parked',
    attention: 'Needs attention',
    removed: 'Removed',
    ignored: 'Not synced',
  },
  {
    waiting: 'Venter',
    syncing: 'Overføres',
    synced: 'I Outlook',
    parked: 'Parkeret',
    attention: 'Kræver handling',
    removed: 'Fjernet',
    ignored: 'Overføres ikke',
  },
);

const looks = {
  waiting: { color: 'informative', icon: <ClockRegular /> },
  syncing: { color: 'brand', icon: <ArrowSyncRegular /> },
  synced: { color: 'success', icon: <CheckmarkCircleRegular /> },
  parked: { color: 'warning', icon: <PauseCircleRegular /> },
  attention: { color: 'danger', icon: <ErrorCircleRegular /> },
  removed: { color: 'subtle', icon: <SubtractCircleRegular /> },
  ignored: { color: 'subtle', icon: <SubtractCircleRegular /> },
} as const;

/** Where a registration stands: by word, shape and colour. */
export function StateBadge({ state }: { readonly state: RegistrationState }) {
  const { color, icon } = looks[state];
  return (
    <Badge appearance="tint" size="large" color={color} icon={icon}>
      {useTexts(stateTexts)[state]}
    </Badge>
  );
}
