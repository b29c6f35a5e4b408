import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { z } from 'zod';
import { call } from '../api/client.ts';

export type User = z.output<typeof http.userRow>;

/** The users that the account may see. */
export function useUsers() {
  return useQuery({
    queryKey: ['users'],
    queryFn: ({ signal }) => call('configurator', 'users', z.array(http.userRow), { signal }),
  });
}
