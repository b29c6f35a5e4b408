import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { useSession } from '../session/session.tsx';

const named = z.array(z.object({ id: z.uuid(), name: z.string() }));
const objectTypes = { queues: 'queue', 'recording-policies': 'recording-policy', 'consent-policies': 'consent-policy' } as const;
interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Named settings of a kind as choices; none when the account may not see them. */
export function useChoices(api: keyof typeof objectTypes): readonly Choice[] {
  const { holds } = useSession();
  const settings = useQuery({
    queryKey: ['choices', api],
    queryFn: ({ signal }) => call('configurator', api, named, { signal }),
    enabled: holds(objectTypes[api], 'view'),
    staleTime: 60_000,
    retry: false,
  });
  return (settings.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
}

/** The roles that exist, by their codes. */
export function useRoles() {
  const { holds } = useSession();
  return useQuery({
    enabled: holds('role', 'view'),
    queryKey: ['roles'],
    queryFn: ({ signal }) => call('configurator', 'roles', z.array(http.roleRow), { signal }),
  });
}
