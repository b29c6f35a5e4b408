import { useQuery, useQueryClient } from '@tanstack/react-query';
import { http, type AccessType, type ObjectType } from '@voxkeep/contracts';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { ApiProblem, call } from '../api/client.ts';
import { speak } from '../i18n/i18n.ts';
import { holdsRight } from './holds.ts';
import { isOpenTo } from './page-rights.ts';

interface SessionState {
  readonly session: http.SessionAnswer | undefined;
  readonly pending: boolean;
  readonly unreachable: boolean;
  /** Whether the signed-in user holds this right for at least one object. The server decides again on each request. */
  readonly holds: (objectType: ObjectType, accessType: AccessType) => boolean;
  /** Whether the page at this address is open to the signed-in user; whom it is not open to is shown no way there. */
  readonly opens: (address: string) => boolean;
  readonly renew: () => Promise<void>;
  /** Codes that were issued with a new second factor and are shown once; they live in memory until they are put away. */
  readonly recoveryCodes: readonly string[];
  readonly showRecoveryCodes: (codes: readonly string[]) => void;
}

const SessionContext = createContext<SessionState | undefined>(undefined);
const sessionKey = ['session'];

/** Null when nobody is signed in. */
function askSession(signal: AbortSignal): Promise<http.SessionAnswer | null> {
  return call('configurator', 'session', http.sessionAnswer, { signal }).catch((thrown: unknown) => {
    if (thrown instanceof ApiProblem && thrown.status === 401) return null;
    throw thrown;
  });
}

/** Who is signed in, asked from the server at start and after each step of the sign-in; nothing is kept on the client. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const { data, isPending, error } = useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => askSession(signal),
    retry: false,
    staleTime: 60_000,
  });
  const [recoveryCodes, showRecoveryCodes] = useState<readonly string[]>([]);
  const session = data ?? undefined;
  const userId = session?.user.id;
  const language = session?.language;
  useEffect(() => {
    if (language) void speak(language);
  }, [language]);
  // What one person opened is not there for the next one in the same tab.
  useEffect(() => {
    if (!userId) return undefined;
    return () => {
      showRecoveryCodes([]);
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    };
  }, [userId, queries]);
  const state = useMemo<SessionState>(
    () => ({
      session,
      pending: isPending,
      unreachable: Boolean(error) && data === undefined,
      holds: (objectType, accessType) => holdsRight(session?.rights ?? [], [objectType, accessType]),
      opens: (address) => isOpenTo(session?.rights ?? [], address),
      renew: () => queries.invalidateQueries({ queryKey: sessionKey }),
      recoveryCodes,
      showRecoveryCodes,
    }),
    [session, recoveryCodes, data, isPending, error, queries],
  );
  return <SessionContext value={state}>{children}</SessionContext>;
}

/** The session of the page. Throws when used outside its provider, which is a mistake of the program. */
export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (!state) throw new Error('session.provider-missing');
  return state;
}
