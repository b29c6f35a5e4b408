import { useQuery, useQueryClient } from '@tanstack/react-query';
import { http, type AccessType, type ObjectType } from '@voxkeep/contracts';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { ApiProblem, call } from '../api/client.ts';

type Session = ReturnType<typeof http.sessionAnswer.parse>;

interface SessionState {
  readonly session: Session | undefined;
  readonly pending: boolean;
  readonly unreachable: boolean;
  /** Whether the signed-in user holds this right for at least one object. The server decides again on each request. */
  readonly holds: (objectType: ObjectType, accessType: AccessType) => boolean;
  readonly renew: () => Promise<void>;
}

const SessionContext = createContext<SessionState | undefined>(undefined);
const sessionKey = ['session'];

/** Who is signed in, asked from the server at start and after each step of the sign-in; nothing is kept on the client. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const { data, isPending, error } = useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => call('configurator', 'session', http.sessionAnswer, { signal }).catch((thrown: unknown) => {
      if (thrown instanceof ApiProblem && thrown.status === 401) return null;
      throw thrown;
    }),
    retry: false,
    staleTime: 60_000,
  });
  const state = useMemo<SessionState>(() => {
    const session = data ?? undefined;
    return {
      session,
      pending: isPending,
      unreachable: Boolean(error),
      holds: (objectType, accessType) => session?.rights.some((right) => right.objectType === objectType && (right.accessType === accessType || right.accessType === 'manage')) ?? false,
      renew: async () => {
        await queries.invalidateQueries({ queryKey: sessionKey });
      },
    };
  }, [data, isPending, error, queries]);
  return <SessionContext value={state}>{children}</SessionContext>;
}

/** The session of the page. Throws when used outside its provider, which is a mistake of the program. */
export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (!state) throw new Error('session.provider-missing');
  return state;
}
