import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ReplayAnswer } from '#api/replays.ts';
import { actOnReplay, followReplay, replay, type ReplayAct } from '../../api/operations.ts';
import { useLanguage, type Language } from '../../texts.tsx';

/** How often the service is asked beside the events that it sends: they may be held up on their way. */
const pollMilliseconds = 4_000;

const keyOf = (companyId: string, replayId: string, language: Language) =>
  ['replay', companyId, replayId, language] as const;

/** One replay, live until it has ended. */
export function useReplay(companyId: string, replayId: string) {
  const language = useLanguage();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: keyOf(companyId, replayId, language),
    queryFn: () => replay(companyId, replayId),
    refetchInterval: ({ state }) =>
      state.data !== undefined && hasEnded(state.data) ? false : pollMilliseconds,
  });
  const isUnderWay = query.data !== undefined && !hasEnded(query.data);
  useEffect(() => {
    if (!isUnderWay) return;
    const queryKey = keyOf(companyId, replayId, language);
    return followReplay(companyId, replayId, (told) => {
      const known = client.getQueryData<ReplayAnswer>(queryKey);
      // The browser asks for events in its own language, so what has a reason is read anew in the reader's.
      if (known?.state === told.state) client.setQueryData(queryKey, { ...told, reason: known.reason });
      else void client.invalidateQueries({ queryKey });
    });
  }, [client, companyId, replayId, language, isUnderWay]);
  return query;
}

export const hasEnded = ({ endedAt }: Pick<ReplayAnswer, 'endedAt'>): boolean => endedAt !== null;

/** Acts on a replay, and stays busy until the replay has taken it up: what is under way is finished first. */
export function useReplayAct(companyId: string, { replayId, state }: ReplayAnswer) {
  const client = useQueryClient();
  const acting = useMutation({
    mutationFn: (act: ReplayAct) => actOnReplay(companyId, replayId, act),
    onSettled: () => client.invalidateQueries({ queryKey: ['replay', companyId, replayId] }),
  });
  const { reset } = acting;
  useEffect(() => reset(), [reset, state]);
  return {
    act: (act: ReplayAct) => acting.mutate(act),
    error: acting.error,
    busyWith: acting.isPending || acting.isSuccess ? acting.variables : null,
  };
}
