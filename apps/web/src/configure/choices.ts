import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { z } from 'zod';
import { call } from '../api/client.ts';

const named = z.array(z.object({ id: z.uuid(), name: z.string() }));
interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Named settings of a kind as choices; none when the account may not see them. */
export function useChoices(api: 'queues' | 'recording-policies' | 'consent-policies'): readonly Choice[] {
  const settings = useQuery({
    queryKey: ['choices', api],
    queryFn: ({ signal }) => call('configurator', api, named, { signal }),
    staleTime: 60_000,
    retry: false,
  });
  return (settings.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
}

/** The roles that exist, by their codes. */
export function useRoles() {
  return useQuery({
    queryKey: ['roles'],
    queryFn: ({ signal }) => call('configurator', 'roles', z.array(http.roleRow), { signal }),
  });
}
