import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { z } from 'zod';
import { call } from '../api/client.ts';

const bannerEveryMs = 15_000;
const followEveryMs = 10_000;

/** Every request to write down communications, newest first. */
export function useGrants() {
  return useQuery({
    queryKey: ['diagnostic-grants'],
    queryFn: ({ signal }) => call('configurator', 'diagnostic-grants', z.array(http.diagnosticGrantRow), { signal }),
    refetchInterval: followEveryMs,
  });
}

/** One request with its reason and files. Asked once: showing the reason is recorded. */
export function useGrant(id: string) {
  return useQuery({
    queryKey: ['diagnostic-grant', id],
    queryFn: ({ signal }) => call('configurator', `diagnostic-grants/${id}`, http.diagnosticGrantDetail, { signal }),
    staleTime: Infinity,
  });
}

/** Whether communications are being written down now, for the banner. */
export function useSwitch() {
  return useQuery({
    queryKey: ['diagnostic-switch'],
    queryFn: ({ signal }) => call('configurator', 'diagnostic-switch', http.switchAnswer, { signal }),
    refetchInterval: bannerEveryMs,
    retry: false,
  });
}
