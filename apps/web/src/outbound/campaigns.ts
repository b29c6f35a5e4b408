import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { z } from 'zod';
import { call } from '../api/client.ts';

export type Campaign = z.output<typeof http.campaignRow>;

/** The campaigns that the account may see. */
export function useCampaigns() {
  return useQuery({
    queryKey: ['campaigns'],
    queryFn: ({ signal }) => call('operations', 'campaigns', z.array(http.campaignRow), { signal }),
  });
}
