import type { DemoCall } from './demo-calls.js';
import { placeCall, type CallDesk } from './place-call.js';
import { takeConsentBack } from './take-consent-back.js';
import { tellEnd } from './tell-call.js';

/** Places the calls side by side and tells of each what became of it. `interrupted`: a call did not come to its end. */
export async function placeDemoCalls(desk: CallDesk, calls: readonly DemoCall[]): Promise<'done' | 'interrupted'> {
  const ended = await Promise.all(calls.map((call, at) => place(desk, call, at + 1)));
  return ended.every(Boolean) ? 'done' : 'interrupted';
}

async function place(desk: CallDesk, call: DemoCall, seed: number): Promise<boolean> {
  const placed = placeCall(desk, call, seed);
  const [came] = await Promise.all([tellEnd(desk, placed), call.takesBack && takeConsentBack(desk, placed)]);
  return came;
}
