import { judge, pauseBefore, staleAfterMs } from './connection';

describe('the live connection', () => {
  it.each([
    ['connecting before anything is known', undefined, undefined, 0, 'connecting'],
    ['lost when the first attempt failed', false, undefined, 0, 'lost'],
    ['live while news arrive', true, 1000, 2000, 'live'],
    ['live until two heartbeats were missed', true, 1000, 1000 + staleAfterMs, 'live'],
    ['stale after that', true, 1000, 1001 + staleAfterMs, 'stale'],
    ['lost when the stream is closed', false, 1000, 1001, 'lost'],
  ] as const)('is %s', (_, open, heardAt, now, judged) => {
    expect(judge(open, heardAt, now)).toBe(judged);
  });

  it('is tried again after pauses that grow to half a minute', () => {
    expect([0, 1, 2, 10].map(pauseBefore)).toEqual([1000, 2000, 4000, 30_000]);
  });
});
