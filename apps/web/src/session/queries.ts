import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/client.ts';

/**
 * The store of answers, in memory only. A session that ended while a page was open shows the sign-in in its place; the address
 * stays, so that the same page comes back afterwards. Refusals are not asked again.
 */
export function createQueries(): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiProblem && error.status === 401) void queries.invalidateQueries({ queryKey: ['session'] });
  };
  const queries = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: { queries: { retry: (times, error) => times < 2 && !isRefusal(error), refetchOnWindowFocus: false } },
  });
  return queries;
}

function isRefusal(error: unknown): boolean {
  return !(error instanceof ApiProblem) || (error.status >= 400 && error.status < 500);
}
