import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { z } from 'zod';
import { call } from '../api/client.ts';

/** The queues that the account may see, as choices. */
export function useQueueNames(): { readonly value: string; readonly label: string }[] {
  const queues = useQuery({ queryKey: ['queues'], queryFn: ({ signal }) => call('configurator', 'queues', z.array(http.queueRow), { signal }), staleTime: 60_000, retry: false });
  return (queues.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
}
