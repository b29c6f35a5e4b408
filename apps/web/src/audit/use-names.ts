import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { call } from '../api/client.ts';
import { useKept } from '../session/kept.ts';
import { useSession } from '../session/session.tsx';

export interface Names {
  /** Whether this account may have names opened at all. */
  readonly allowed: boolean;
  readonly shown: boolean;
  readonly show: (shown: boolean) => void;
  readonly names: ReadonlyMap<string, string>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Names of the accounts on a page: opened only when asked for, only with the right to see users, and each time on record. */
export function useNames(actors: readonly string[]): Names {
  const { holds } = useSession();
  const [shown, show] = useKept('audit-names', false);
  const allowed = holds('user', 'view');
  const ids = [...new Set(actors.filter((actor) => uuid.test(actor)))].sort();
  const opened = useQuery({
    queryKey: ['audit-names', ids],
    queryFn: ({ signal }) => call('configurator', 'audit/names', http.auditNames, { method: 'POST', body: { ids }, signal }),
    enabled: allowed && shown && ids.length > 0,
    staleTime: Infinity,
  });
  const names = new Map(shown ? (opened.data ?? []).map(({ id, login, displayName }) => [id, displayName ?? login]) : []);
  return { allowed, shown, show, names };
}
