import fc from 'fast-check';
import { applyRecordingEvent, isRecording, offeredRecording, type RecordingEvent, type RecordingState } from './state.js';

const after = (...events: readonly RecordingEvent[]): RecordingState =>
  events.reduce<RecordingState>((state, event) => {
    const next = applyRecordingEvent(state, event);
    return 'refused' in next ? state : next;
  }, offeredRecording(0));

const at = fc.integer({ min: 0, max: 10_000 });
const anEvent: fc.Arbitrary<RecordingEvent> = fc.oneof(
  fc.record({ kind: fc.constantFrom('asked', 'granted', 'resumed', 'withdrawn', 'ended'), atMs: at }),
  fc.record({ kind: fc.constant('granted' as const), atMs: at }),
  fc.record({ kind: fc.constant('declined' as const), atMs: at, outcome: fc.constantFrom('refused', 'unanswered') }),
  fc.record({ kind: fc.constant('paused' as const), atMs: at, reason: fc.constantFrom('pause', 'hold') }),
  fc.record({ kind: fc.constant('lost' as const), fromMs: at, atMs: at }),
  fc.record({ kind: fc.constant('failed' as const), atMs: at, cause: fc.constant('vault' as const) }),
  fc.record({ kind: fc.constant('recovered' as const), keptUntilMs: at, atMs: at }),
);
/** Mostly in the order of time, so that most events apply. */
const calls = fc
  .tuple(fc.array(anEvent, { maxLength: 20 }), fc.boolean())
  .map(([events, sorted]) => (sorted ? [...events].sort((a, b) => a.atMs - b.atMs) : events));

describe('a recording', () => {
  const granted: RecordingEvent[] = [
    { kind: 'asked', atMs: 100 },
    { kind: 'granted', atMs: 1000 },
  ];

  it('runs from the grant, not from the question', () => {
    expect(isRecording(after({ kind: 'asked', atMs: 100 }))).toBe(false);
    expect(isRecording(after(...granted))).toBe(true);
  });

  it('states a pause as a gap and counts only what was kept', () => {
    const state = after(
      ...granted,
      { kind: 'paused', atMs: 2000, reason: 'pause' },
      { kind: 'resumed', atMs: 5000 },
      { kind: 'ended', atMs: 6000 },
    );
    expect(state).toMatchObject({
      phase: 'finished',
      outcome: 'kept',
      keptMs: 2000,
      gaps: [{ reason: 'pause', fromMs: 2000, toMs: 5000 }],
    });
  });

  it('that was withdrawn runs again only under a new grant', () => {
    const state = after(
      ...granted,
      { kind: 'withdrawn', atMs: 2000 },
      { kind: 'granted', atMs: 3000 },
      { kind: 'ended', atMs: 4000 },
    );
    expect(state).toMatchObject({
      outcome: 'kept',
      keptMs: 2000,
      gaps: [{ reason: 'consent-withdrawn', fromMs: 2000, toMs: 3000 }],
    });
  });

  it('that was withdrawn is not resumed and keeps its gap open until the call ends', () => {
    const withdrawn = after(...granted, { kind: 'withdrawn', atMs: 2000 });
    expect(applyRecordingEvent(withdrawn, { kind: 'resumed', atMs: 2500 })).toMatchObject({ refused: 'not-from-here' });
    expect(withdrawn.gaps).toEqual([{ reason: 'consent-withdrawn', fromMs: 2000 }]);
    expect(applyRecordingEvent(withdrawn, { kind: 'ended', atMs: 9000 })).toMatchObject({
      outcome: 'withdrawn',
      gaps: [{ reason: 'consent-withdrawn', fromMs: 2000, toMs: 9000 }],
    });
  });

  it('that nobody answered is unanswered, and one that nobody asked for is not-asked', () => {
    expect(after({ kind: 'asked', atMs: 10 }, { kind: 'ended', atMs: 20 }).outcome).toBe('unanswered');
    expect(after({ kind: 'ended', atMs: 20 }).outcome).toBe('not-asked');
  });

  it('paused from its first to its last moment says so', () => {
    const state = after(...granted, { kind: 'paused', atMs: 1000, reason: 'hold' }, { kind: 'ended', atMs: 4000 });
    expect(state.outcome).toBe('paused-throughout');
  });

  it('recovered after a restart states what was lost', () => {
    const state = after(...granted, { kind: 'recovered', keptUntilMs: 3000, atMs: 8000 });
    expect(state).toMatchObject({ phase: 'recovered', keptMs: 2000, gaps: [{ reason: 'lost', fromMs: 3000, toMs: 8000 }] });
  });
});

describe('whatever happens on a call', () => {
  const property = (holds: (state: RecordingState, events: readonly RecordingEvent[]) => boolean) => {
    fc.assert(
      fc.property(calls, (events) => holds(after(...events), events)),
      { numRuns: 3000 },
    );
  };

  it('nothing is kept without a grant', () => {
    property((state, events) => events.some(({ kind }) => kind === 'granted') || (state.keptMs === 0 && !isRecording(state)));
  });

  it('gaps stand in order and never overlap', () => {
    property(({ gaps }) =>
      gaps.every(({ fromMs, toMs }, i) => fromMs <= (toMs ?? Infinity) && (toMs ?? 0) <= (gaps[i + 1]?.fromMs ?? Infinity)),
    );
  });

  it('what was kept and what was not add up to the time since the grant', () => {
    property((state) => {
      if (state.endedMs === undefined || state.phase === 'not-kept') return true;
      const missing = state.gaps.reduce((sum, { fromMs, toMs }) => sum + (toMs ?? NaN) - fromMs, 0);
      const first = state.endedMs - state.keptMs - missing;
      return first >= 0 && (state.gaps[0] === undefined || first <= state.gaps[0].fromMs);
    });
  });

  it('there is an outcome exactly when the recording is over or withdrawn', () => {
    property((state) => (state.outcome !== undefined) === (state.endedMs !== undefined || state.phase === 'withdrawn'));
  });

  it('nothing changes after the end', () => {
    property(
      (state, events) => state.endedMs === undefined || events.every((event) => 'refused' in applyRecordingEvent(state, event)),
    );
  });
});
