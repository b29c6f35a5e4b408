import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { z } from 'zod';
import { call } from '../api/client.ts';

export type CaseRow = z.output<typeof http.caseRow>;
/** States in which the server works on a case by itself. */
const moving: readonly CaseRow['state'][] = ['restricting', 'executing', 'verifying', 'live-erased'];
const followEveryMs = 2000;

/** The case log. Cases are few: one list without paging. */
export function useCases() {
  return useQuery({
    queryKey: ['cases'],
    queryFn: ({ signal }) => call('data-protection', 'cases', z.array(http.caseRow), { signal }),
  });
}

/** One case with its steps; followed while the server works on it. */
export function useCase(id: string) {
  return useQuery({
    queryKey: ['case', id],
    queryFn: ({ signal }) => call('data-protection', `cases/${id}`, http.caseDetail, { signal }),
    refetchInterval: ({ state }) => (state.data && moving.includes(state.data.state) ? followEveryMs : false),
  });
}
