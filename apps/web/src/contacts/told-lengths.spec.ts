import type { http } from '@voxkeep/contracts';
import { endOf, tellRecording, untilOf } from './told-lengths';

const over = {
  openedAt: '2026-11-29T18:07:00.000Z',
  closedAt: '2026-11-29T18:08:01.000Z',
  measures: [],
  consents: [],
};
const running = { ...over, closedAt: null };
const since = '2026-11-29T18:07:07.100Z';
const recordingIn = (state: string, recordedMs = 53_900) => ({
  ...{ id: 'x', part: 'agent' as const, state, startedAt: since, endedAt: null, durationMs: 61_000, segments: [], gaps: [] },
  ...{ recordedMs, waitsForVault: false, isStopped: false },
});

describe('what is said of a recording', () => {
  it('names the length of the call and that of what was recorded', () => {
    expect(tellRecording(recordingIn('finished'), over)).toEqual({ kind: 'kept', callMs: 61_000, recordedMs: 53_900 });
  });

  it.each([
    ['recording', false, 'since', []],
    ['paused', false, 'paused', ['given']],
    ['paused', true, 'stoppedByUser', ['given']],
    ['paused', true, 'stoppedByUser', []],
    ['paused', true, 'stopped', ['asked', 'refused']],
    ['paused', true, 'stopped', ['given', 'withdrawn', 'asked']],
  ])('is since when, and no length, while the call goes on (%s, stopped %s: %s, after %j)', (state, isStopped, now, said) => {
    const consents = said.map((state) => ({ state })) as http.ContactDetail['consents'];
    const recording = { ...recordingIn(state, 4000), isStopped };
    expect(tellRecording(recording, { ...running, consents })).toEqual({
      kind: 'going-on',
      since,
      now,
    });
  });

  it.each(['recording', 'paused'])(
    'is that it is not complete yet, once the call is over and waits for the vault (%s)',
    (state) => {
      const at = '2026-11-29T18:08:01.000Z';
      const over = { ...recordingIn(state), waitsForVault: true };
      expect(tellRecording(over, running)).toEqual({ kind: 'waits' });
      expect([endOf({ closedAt: null, waitsSince: at }), endOf({ closedAt: null, waitsSince: null })]).toEqual([at, null]);
      const second = recordingIn('recording');
      expect(tellRecording(second, running).kind).toBe('going-on');
    },
  );

  it('is that it was removed, and by what: a withdrawal, or an erasure that left its state', () => {
    const counted = { part: 'agent', channel: 'agent', expectedMs: 9900, keptMs: 0, removedMs: 9900 } as const;
    const erased = {
      ...counted,
      removedBy: 'term-or-erasure',
      missingOursMs: 0,
      missingTheirsMs: 0,
      mainCause: null,
      restMissing: false,
    } as const;
    const takenBack = { ...erased, removedBy: 'withdrawal' } as const;
    const told = (state: string, measures: http.ChannelMeasure[]) => tellRecording(recordingIn(state, 0), { ...over, measures });
    expect(told('removed', [])).toEqual({ kind: 'removed', by: null });
    expect(told('finished', [erased])).toEqual({ kind: 'removed', by: 'term-or-erasure' });
    expect(told('removed', [takenBack])).toEqual({ kind: 'removed', by: 'withdrawal' });
  });

  it('is a length of zero when nothing ever came', () => {
    expect(tellRecording(recordingIn('finished', 0), over)).toEqual({ kind: 'kept', callMs: 61_000, recordedMs: 0 });
  });
});

describe('the time of a party', () => {
  it('ends with the call at the latest, also while its contact waits for the vault', () => {
    const [left, at] = ['2026-11-29T18:07:30.000Z', '2026-11-29T18:08:01.000Z'];
    const waits = { closedAt: null, waitsSince: at };
    expect([untilOf({ to: left }, waits), untilOf({ to: null }, waits)]).toEqual([left, at]);
    expect(untilOf({ to: null }, { closedAt: null, waitsSince: null })).toBeNull();
  });
});
