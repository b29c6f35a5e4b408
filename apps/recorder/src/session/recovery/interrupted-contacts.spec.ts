import { outcomeOfInterrupted } from './interrupted-contacts.js';

type Contact = Parameters<typeof outcomeOfInterrupted>[0];

describe('a call that the recorder did not see end', () => {
  const recording = (state: string, segments: { state: string; octets: number }[]) => ({ part: 'agent', state, segments });
  const outcome = (recordings: object[], states: string[] = []) =>
    outcomeOfInterrupted({ recordings, consents: states.map((state) => ({ state })) } as unknown as Contact);

  it('is kept, but for the rest of the call, when any of its segments has audio', () => {
    expect(
      outcome([
        recording('recording', [
          { state: 'removed', octets: 0 },
          { state: 'recovered', octets: 800 },
        ]),
      ]),
    ).toEqual({ outcome: 'kept-with-gaps' });
  });

  it('was withdrawn from when its recording had been removed', () => {
    expect(outcome([recording('removed', [{ state: 'removed', octets: 800 }])], ['given', 'withdrawn'])).toEqual({
      outcome: 'withdrawn',
    });
  });

  it('stays refused', () => {
    expect(outcome([], ['asked', 'refused'])).toEqual({ outcome: 'refused' });
  });

  it.each([
    [[], []],
    [[], ['asked']],
    [[recording('recording', [])], ['given']],
  ])('is otherwise a failure by interruption (%#)', (recordings, states) => {
    expect(outcome(recordings, states)).toEqual({ outcome: 'failed', cause: 'interrupted' });
  });
});
