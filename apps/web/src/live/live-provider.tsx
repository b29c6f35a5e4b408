import type { http } from '@voxkeep/contracts';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useSession } from '../session/session.tsx';
import { judge, type Connection } from './connection.ts';
import { openLiveStream } from './live-stream.ts';

interface LiveState {
  readonly snapshot: http.LiveSnapshot | undefined;
  readonly connection: Connection;
  /** When something was last heard, epoch ms. */
  readonly heardAt: number | undefined;
}

const nothing: LiveState = { snapshot: undefined, connection: 'connecting', heardAt: undefined };
const LiveContext = createContext<LiveState>(nothing);

/** Keeps the one live stream of this tab open while its user may see live contacts. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const { holds, renew } = useSession();
  const allowed = holds('queue', 'monitor');
  const [snapshot, setSnapshot] = useState<http.LiveSnapshot>();
  const [heardAt, setHeardAt] = useState<number>();
  const [open, setOpen] = useState<boolean>();
  const now = useNow(allowed);
  useEffect(() => {
    if (!allowed) return undefined;
    const opened = (isOpen: boolean) => {
      setOpen(isOpen);
      // A stream also ends because the session did.
      if (!isOpen) void renew();
    };
    return openLiveStream({
      snapshot: setSnapshot,
      heard: () => {
        setHeardAt(Date.now());
      },
      opened,
    });
  }, [allowed]);
  const connection = judge(open, heardAt, now);
  const state = useMemo(() => ({ snapshot, heardAt, connection }), [snapshot, heardAt, connection]);
  return <LiveContext value={state}>{children}</LiveContext>;
}

/** What is known of the live contacts now. */
export function useLive(): LiveState {
  return useContext(LiveContext);
}

/** The time, once a second, while somebody looks at it. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [running]);
  return now;
}
