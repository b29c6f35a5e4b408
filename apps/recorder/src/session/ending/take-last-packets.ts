import { setTimeout as pause } from 'node:timers/promises';
import type { Track } from '../media-binding/track.js';

/** The good-bye overtakes packets that were sent before it: they still wait in the sockets, or on the way. */
const lastPacketsMs = 40;
/** Rounds of the event loop in which packets that were sent before may still come in. */
const lastRounds = 50;

/** What was sent before the good-bye is in the sockets by now; it is taken until a whole round brings nothing more. */
export async function takeLastPackets(tracks: () => readonly Track[]): Promise<void> {
  await pause(lastPacketsMs);
  const heard = (): number => tracks().reduce((sum, track) => sum + track.heard, 0);
  for (let round = 0, before = -1; round < lastRounds && heard() !== before; round += 1) {
    before = heard();
    await new Promise(setImmediate);
  }
}
