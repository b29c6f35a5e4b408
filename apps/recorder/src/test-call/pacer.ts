import { PACKET_MS } from './test-audio.js';

/**
 * Calls `send` for slot 0, 1, 2 … at 20 ms each until `slots` are done or `stopped` says so. A late timer is caught up,
 * so that the clock of the stream stays true.
 */
export function paceSlots(slots: number, send: (slot: number) => void, stopped: () => boolean): Promise<void> {
  const start = performance.now();
  let slot = 0;
  return new Promise((resolve) => {
    const turn = (): void => {
      while (slot < slots && !stopped() && performance.now() >= start + slot * PACKET_MS) {
        send(slot);
        slot += 1;
      }
      if (slot >= slots || stopped()) resolve();
      else setTimeout(turn, Math.max(1, start + slot * PACKET_MS - performance.now()));
    };
    turn();
  });
}
