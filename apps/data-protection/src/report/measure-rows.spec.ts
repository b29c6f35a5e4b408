import { measureHead, measureRows } from './measure-rows';
import type { PersonReport } from './person-report';
import { reportOf, wordingOf } from './person-report.fixture';

type Measure = PersonReport['conversations'][number]['measures'][number];
const wording = wordingOf('en');
const whole: Measure = {
  ...{ part: 'agent', channel: 'customer', expectedMs: 53_900, keptMs: 53_900, removedMs: 0 },
  ...{ missingOursMs: 0, missingTheirsMs: 0, cause: null, restMissing: false },
};
const rowOf = (more: Partial<Measure>) => {
  const [conversation] = reportOf(wording, 1, 0).conversations;
  if (conversation === undefined) throw new Error('The fixture made nothing.');
  const [row] = measureRows([{ ...conversation, measures: [{ ...whole, ...more }] }], wording);
  return row?.slice(1);
};

describe('the figures of a recorded conversation', () => {
  it('have a heading for each', () => {
    expect(measureHead(wording)).toEqual(['Began', 'Channel', 'Granted', 'Kept', 'Missing']);
  });

  it('are what was granted and kept, when nothing is missing', () => {
    expect(rowOf({})).toEqual(['agent: customer', '53.9 s', '53.9 s', 'nothing']);
  });

  it('name what is missing by whom, the main cause where it is theirs', () => {
    const missing = { keptMs: 50_000, missingOursMs: 900, missingTheirsMs: 3000, cause: 'packets-lost' };
    expect(rowOf(missing)?.[3]).toBe('0.9 s, the recorder’s fault\n3 s, not sent or lost on the way (packets lost on the way)');
  });

  it('say that the rest of a call is missing whose recorder was killed, beside what was counted', () => {
    const rest = 'the rest of the call is missing; how long that was is not known';
    expect(rowOf({ restMissing: true })?.[3]).toBe(rest);
    expect(rowOf({ missingOursMs: 1000, restMissing: true })?.[3]).toBe(`1 s, the recorder’s fault\n${rest}`);
  });

  it('say what was destroyed, and that nothing was missing before', () => {
    expect(rowOf({ keptMs: 0, removedMs: 53_900 })?.slice(2)).toEqual([
      '0 s\n53.9 s destroyed since',
      'nothing was missing when the call ended',
    ]);
  });
});
