import type { DemoCall } from './demo-calls.js';
import { placeCall, type CallDesk, type PlacedCall } from './place-call.js';
import { tellBeginning } from './tell-call.js';

/** From the end of a call to the next one; and when one did not come to its end, as when the recorder is being restarted. */
const betweenCallsMs = 5_000;
const afterTroubleMs = 30_000;

/** Lines that are busy until the desk's `stop`. */
export interface BusyLines {
  /** Resolves when it was told of each line's first call how it stands. */
  readonly begun: Promise<void>;
  /** Resolves when the last call is over. */
  readonly over: Promise<void>;
}

/** Keeps every line busy with its calls in turn: when one ends the next one follows, one process a line and never more. */
export function keepLinesBusy(desk: CallDesk, lines: readonly (readonly DemoCall[])[]): BusyLines {
  const served = lines.map((calls, line) => serve(desk, calls, 100 * (line + 1)));
  return { begun: all(served.map(({ begun }) => begun)), over: all(served.map(({ over }) => over)) };
}

function serve(desk: CallDesk, calls: readonly DemoCall[], firstSeed: number): BusyLines {
  const next = (at: number): PlacedCall | undefined => {
    const call = calls[at % calls.length];
    return call && placeCall(desk, call, firstSeed + at);
  };
  const first = next(0);
  const over = async (): Promise<void> => {
    let at = 0;
    for (let placed = first; placed; placed = desk.stop.aborted ? undefined : next((at += 1)))
      await rest(desk, await placed.answer);
  };
  return { begun: first ? tellBeginning(desk, first) : Promise.resolve(), over: over() };
}

function rest({ pause, stop }: CallDesk, answer: object): Promise<void> {
  return pause('outcome' in answer && answer.outcome === 'completed' ? betweenCallsMs : afterTroubleMs, stop);
}

async function all(promises: readonly Promise<void>[]): Promise<void> {
  await Promise.all(promises);
}
