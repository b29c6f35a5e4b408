import { cellOf, changesBetween, offOf } from './draft.ts';

describe('switches of categories as chosen on the page', () => {
  const site = { channel: null, queueId: null };
  const queue = { channel: null, queueId: 'q' };

  it('tell apart the site and a queue', () => {
    const off = offOf({ off: [{ category: 'recordings', ...queue, offSince: '' }], queues: [] });
    expect([off.has(cellOf('recordings', queue)), off.has(cellOf('recordings', site))]).toEqual([true, false]);
  });

  it('name what changes and nothing else', () => {
    const inForce = new Set([cellOf('recordings', queue)]);
    const chosen = new Set([cellOf('reporting-data', site)]);
    expect(changesBetween(inForce, chosen, [site, queue])).toEqual([
      { category: 'reporting-data', ...site, on: false },
      { category: 'recordings', ...queue, on: true },
    ]);
  });
});
