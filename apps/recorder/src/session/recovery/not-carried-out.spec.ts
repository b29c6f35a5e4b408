import type { CallFact } from '@voxkeep/recording';
import { dropNotTold, type KnownCall } from './not-carried-out.js';

const recordingId = 'recording-1';
const grant = { kind: 'grant', at: 1000 } as CallFact;
const no = { kind: 'consent', state: 'withdrawn', at: 2000 } as CallFact;
const end = { kind: 'end', at: 3000 } as CallFact;
const segment = { kind: 'segment', segmentId: 'segment-1' } as CallFact;
const forgotten = new Set(['segment-1']);
const gone = { destroys: false, forgotten };
const dropOf = (facts: readonly CallFact[], more: Partial<KnownCall> = {}) =>
  dropNotTold({ recordingId, facts, inBooks: undefined, destroys: true, forgotten: new Set(), cutOffAt: 9000, ...more });

describe('a no that the journal does not tell to be carried out', () => {
  it.each([
    ['is carried out in a call without an end', [grant, no], {}, 2000],
    ['is left alone in a call whose end is told', [grant, no, end], {}, undefined],
    ['is carried out where only a mark in the facts is left of it', [grant, end], { forgotten: new Set([recordingId]) }, 9000],
    ['is left alone where another call is marked', [grant, end], { forgotten: new Set(['recording-2']) }, undefined],
    ['is left alone where what was kept stays', [grant, no], { destroys: false }, undefined],
    ['is carried out where what was kept was overwritten, though it would stay', [grant, segment, no], gone, 2000],
    [
      'is carried out where what was kept was overwritten, though the end is told',
      [grant, segment, no, end],
      { forgotten },
      2000,
    ],
    ['is left alone where it is told', [grant, no, { kind: 'dropped', at: 2000 }], {}, undefined],
  ] as const)('%s', (_what, facts, more, at) => {
    expect(dropOf(facts, more)?.at).toBe(at);
  });
});

describe('a recording whose row was emptied', () => {
  const [startedAt, endedAt, removedAt] = [1000, 4000, 5000].map((ms) => new Date(ms));
  const emptied = (id: string, sealedAs: string | undefined, told: readonly string[]) => {
    const segments = sealedAs === undefined ? [] : [{ sealedAs }];
    const events = told.map((subjectId) => ({ kind: 'recording.removed', subjectId, at: removedAt }));
    return { recordings: [{ id, segments, state: 'removed', startedAt, endedAt }], consents: [], events } as never;
  };

  it.each([
    ['by the moment that its event tells', emptied(recordingId, undefined, [recordingId]), 5000],
    ['by its end where no event tells it', emptied(recordingId, undefined, ['recording-2']), 4000],
    ['under the row that it was bound to', emptied('row-1', recordingId, ['row-1']), 5000],
    ['not at all under the row of another one', emptied('row-1', 'recording-2', ['row-1']), undefined],
  ])('goes %s, also when its end is told', (_what, inBooks, at) => {
    expect(dropOf([grant, end], { inBooks })?.at).toBe(at);
  });
});
