import { useState } from 'react';
import type { ConnectionSavedAnswer } from '#api/connections.ts';
import { Loading } from '../../components/loading.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { useConnection } from '../../shell/use-overview.ts';
import { ConnectionPage } from './connection-page.tsx';
import { SetUp } from './set-up.tsx';

interface Props {
  readonly companyId: string;
}

/** Before the first connection a guided set-up; from then on how it stands and what can be done about it. */
export default function ConnectPage({ companyId }: Props) {
  const connection = useConnection(companyId);
  const [firstSaved, setFirstSaved] = useState<ConnectionSavedAnswer | null>(null);
  if (connection.error && connection.data === undefined)
    return <ProblemMessage error={connection.error} onRetry={() => void connection.refetch()} />;
  if (connection.data === undefined) return <Loading />;
  if (connection.data === null) return <SetUp companyId={companyId} onSaved={setFirstSaved} />;
  return <ConnectionPage companyId={companyId} connection={connection.data} firstSaved={firstSaved} />;
}
