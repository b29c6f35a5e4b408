import { useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { call } from '../api/client.ts';

/** How answers to a case left the house, and which ways there are. */
export function useDeliveries(caseId: string) {
  return useQuery({
    queryKey: ['deliveries', caseId],
    queryFn: ({ signal }) => call('data-protection', `cases/${caseId}/deliveries`, http.deliveryList, { signal }),
  });
}

/** Reads the deliveries and the steps of a case anew. */
export function useRenewDeliveries(caseId: string): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['deliveries', caseId] }),
      queries.invalidateQueries({ queryKey: ['case', caseId] }),
    ]);
  };
}
