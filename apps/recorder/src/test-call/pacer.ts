import { PACKET_MS } from './test-audio.js';

/** Time as the pacer sees it, in milliseconds. */
export interface PacerClock {
  now(): number;
  after(ms: number, turn: () => void): void;
}

const systemClock: PacerClock = {
  now: () => performance.now(),
  after: (ms, turn) => {
    setTimeout(turn, ms);
  },
};

/** Slots that are sent at once after this process was held up: a second of sound. More would not fit into the receiver's socket. */
const mostAtOnce = 50;

/**
 * Calls `send` for slot 0, 1, 2 … at 20 ms each until `slots` are done or `stopped` says so. A late timer is caught up, a second of
 * sound at a time, so that the clock of the stream stays true. No slot is left out.
 */
export function paceSlots(
  slots: number,
  send: (slot: number) => void,
  stopped: () => boolean,
  clock: PacerClock = systemClock,
): Promise<void> {
  const start = clock.now();
  let slot = 0;
  return new Promise((resolve) => {
    const turn = (): void => {
      const last = Math.min(slots, slot + mostAtOnce);
      while (slot < last && !stopped() && clock.now() >= start + slot * PACKET_MS) {
        send(slot);
        slot += 1;
      }
      if (slot >= slots || stopped()) resolve();
      else clock.after(slot === last ? PACKET_MS : Math.max(1, start + slot * PACKET_MS - clock.now()), turn);
    };
    turn();
  });
}
