import { http } from '@voxkeep/contracts';
import { apiPath } from '../api/client.ts';
import { pauseBefore, staleAfterMs } from './connection.ts';

interface Listener {
  readonly snapshot: (snapshot: http.LiveSnapshot) => void;
  /** Something arrived, be it a heartbeat only. */
  readonly heard: () => void;
  readonly opened: (open: boolean) => void;
}

/**
 * One stream of server-sent events from operations (`snapshot`, `heartbeat`). It is made anew when it breaks or falls silent, with
 * growing pauses. Returns how to end it.
 */
export function openLiveStream(to: Listener): () => void {
  let source: EventSource | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  const connect = () => {
    source = new EventSource(apiPath('operations', 'live'));
    source.addEventListener('open', hear);
    source.addEventListener('heartbeat', hear);
    source.addEventListener('snapshot', (event) => {
      hear();
      const read = http.liveSnapshot.safeParse(parsed(event.data));
      if (read.success) to.snapshot(read.data);
    });
    source.addEventListener('error', breakOff);
    silence = setTimeout(breakOff, staleAfterMs * 2);
  };
  const hear = () => {
    attempt = 0;
    to.opened(true);
    to.heard();
    clearTimeout(silence);
    silence = setTimeout(breakOff, staleAfterMs * 2);
  };
  const breakOff = () => {
    end();
    to.opened(false);
    again = setTimeout(connect, pauseBefore(attempt));
    attempt += 1;
  };
  const end = () => {
    source?.close();
    clearTimeout(silence);
    clearTimeout(again);
  };
  connect();
  return end;
}

function parsed(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
