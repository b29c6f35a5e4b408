import { paceSlots, type PacerClock } from './pacer.js';

/** A clock whose turns come as late as the test says. */
function clockThatIsHeldUp(heldUpMs: number): { readonly clock: PacerClock; readonly turns: number[] } {
  let now = 0;
  const turns: number[] = [];
  const after = (ms: number, turn: () => void): void => {
    turns.push(0);
    now += turns.length === 2 ? heldUpMs : ms;
    queueMicrotask(turn);
  };
  return { clock: { now: () => now, after }, turns };
}

describe('the slots of a stream', () => {
  it('are all sent, in order, after the process was held up, a second of sound at a time', async () => {
    const { clock, turns } = clockThatIsHeldUp(10_000);
    const sent: number[] = [];
    let most = 0;
    const send = (slot: number): void => {
      sent.push(slot);
      const inThisTurn = (turns[turns.length - 1] ?? 0) + 1;
      turns[turns.length - 1] = inThisTurn;
      most = Math.max(most, inThisTurn);
    };
    await paceSlots(600, send, () => false, clock);
    expect(sent).toEqual(Array.from({ length: 600 }, (_, slot) => slot));
    expect(most).toBe(50);
  });

  it('end when the call is over', async () => {
    const { clock } = clockThatIsHeldUp(10_000);
    const sent: number[] = [];
    await paceSlots(
      600,
      (slot) => sent.push(slot),
      () => sent.length === 70,
      clock,
    );
    expect(sent).toHaveLength(70);
  });
});
