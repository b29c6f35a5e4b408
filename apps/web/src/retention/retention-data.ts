import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { z } from 'zod';
import { call } from '../api/client.ts';

const followEveryMs = 2000;

/** Rules, rehearsal, approval and brake; followed while the server counts. */
export function useRetention() {
  return useQuery({
    queryKey: ['retention'],
    queryFn: ({ signal }) => call('configurator', 'retention', http.retentionView, { signal }),
    refetchInterval: ({ state }) => (state.data?.rehearsal?.state === 'asked' ? followEveryMs : false),
  });
}

export function useRuns() {
  return useQuery({
    queryKey: ['retention', 'runs'],
    queryFn: ({ signal }) => call('configurator', 'retention/runs', z.array(http.retentionRun), { signal }),
  });
}

interface Act {
  readonly path: string;
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
}

/** An act on retention; the page shows what the server holds afterwards. */
export function useAct(onDone: () => void = () => undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method, body }: Act) =>
      call('configurator', `retention/${path}`, z.unknown(), { method, ...(body !== undefined && { body }) }),
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: ['retention'] }),
  });
}
