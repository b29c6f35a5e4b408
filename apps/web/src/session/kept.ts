import { useQuery, useQueryClient } from '@tanstack/react-query';

/**
 * A value that outlives its page within one sign-in: in memory only, never in the address or a store of the browser, and gone with
 * the session. For what must not stand in a URL, such as a phone number that was searched.
 */
export function useKept<T>(name: string, initial: T): readonly [T, (value: T) => void] {
  const queries = useQueryClient();
  const queryKey = ['kept', name];
  const { data } = useQuery({ queryKey, queryFn: () => initial, initialData: initial, staleTime: Infinity, gcTime: Infinity });
  return [data ?? initial, (value) => void queries.setQueryData(queryKey, value)];
}
