import type { ReactNode } from 'react';
import { NoRight } from '../ui/states.tsx';
import type { NeededRight } from './holds.ts';
import { useSession } from './session.tsx';

/** Shows the page to who holds one of the rights, and says so to everybody else. The server decides again on each request. */
export function Guarded({ rights, children }: { readonly rights: readonly NeededRight[]; readonly children: ReactNode }) {
  const { holds } = useSession();
  return rights.some((right) => holds(...right)) ? children : <NoRight />;
}
