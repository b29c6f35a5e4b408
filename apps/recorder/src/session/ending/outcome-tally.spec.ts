import { lossCauseCodes, recordingOutcomes, type RecordingOutcome } from '@voxkeep/contracts';
import type { CallFact } from '@voxkeep/recording';
import { OutcomeTally } from './outcome-tally.js';

/** A call of ten seconds, granted throughout, of which so much of the customer came. */
const callOf = (outcome: RecordingOutcome, keptMs: number, ...gaps: readonly Partial<CallFact>[]) => {
  const gap = { kind: 'gap', id: 'g', channel: 'customer', reason: 'lost', inventedMs: 0 };
  const facts = [
    { kind: 'grant', atMs: 0 },
    { kind: 'due', atMs: 0, channel: 'customer', stream: 0 },
    { kind: 'segment', segmentId: 'a', channel: 'customer', startMs: 0 },
    { kind: 'segment-closed', segmentId: 'a', octets: keptMs * 8 },
    ...gaps.map((more) => ({ ...gap, ...more })),
    { kind: 'end', atMs: 10_000, outcome, cause: null },
  ];
  return { recordingId: outcome, facts: facts as unknown as readonly CallFact[] };
};
const refused = (at: number, to: number) => ({ fromMs: at, toMs: to, cause: 'refused-change' }) as Partial<CallFact>;
const counted = (tally: OutcomeTally) => Object.fromEntries(Object.entries(tally.counters).filter(([, value]) => value !== 0));

describe('the counters of outcomes', () => {
  it('have every outcome and every cause with whose it is, from the beginning', () => {
    const { counters } = new OutcomeTally();
    expect(Object.keys(counters)).toHaveLength(recordingOutcomes.length + lossCauseCodes.length);
    expect(counters).toMatchObject({
      'outcome.kept': 0,
      'outcome.kept-with-gaps': 0,
      'missingSeconds.ours.refused-change': 0,
      'missingSeconds.theirs.packets-lost': 0,
    });
  });

  it('count calls by outcome and what is missing of them by cause, which adds up to all that is missing', () => {
    const tally = new OutcomeTally();
    tally.count(callOf('kept', 10_000));
    tally.count(callOf('kept-with-gaps', 8000, refused(8000, 8500), { fromMs: 8500, toMs: 9500, cause: 'packets-lost' }));
    tally.count(callOf('kept-with-gaps', 9000, refused(9000, 10_000)));
    expect(counted(tally)).toEqual({
      'outcome.kept': 1,
      'outcome.kept-with-gaps': 2,
      'missingSeconds.ours.refused-change': 1.5,
      'missingSeconds.theirs.packets-lost': 1,
      'missingSeconds.ours.unexplained': 0.5,
    });
  });

  it('count a call as withdrawn whose audio was taken back behind its end, as the books do', () => {
    const tally = new OutcomeTally();
    const { recordingId, facts } = callOf('kept', 10_000);
    tally.count({ recordingId, facts: [...facts, { kind: 'dropped', at: 1 }] });
    expect(counted(tally)).toEqual({ 'outcome.withdrawn': 1 });
  });

  it('count nothing as missing of what was taken back, no call that is not over, and none that is recovered twice', () => {
    const tally = new OutcomeTally();
    tally.count(callOf('withdrawn', 0, { kind: 'dropped', at: 1 }));
    tally.count({ recordingId: 'r', facts: callOf('kept', 10_000).facts.slice(0, -1) });
    for (let n = 0; n < 2; n += 1) tally.countRecovered(callOf('failed', 0));
    expect(counted(tally)).toEqual({
      'outcome.withdrawn': 1,
      'outcome.failed': 1,
      'missingSeconds.ours.unexplained': 10,
    });
  });
});
