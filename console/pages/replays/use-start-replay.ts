import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { ReplayRequestBody } from '#api/replays.ts';
import { startReplay } from '../../api/operations.ts';
import { paths } from '../../shell/paths.ts';

/** Starts a replay and goes to its page. */
export function useStartReplay(companyId: string) {
  const [, navigate] = useLocation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: ReplayRequestBody) => startReplay(companyId, request),
    onSuccess: ({ replayId }) => {
      void client.invalidateQueries({ queryKey: ['replays', companyId] });
      navigate(paths.replay(companyId, replayId));
    },
  });
}
