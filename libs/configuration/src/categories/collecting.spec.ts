import { switchableCategories } from '@voxkeep/contracts';
import { Collecting, type OffSince, type SwitchedOff } from './collecting.js';

describe('what is collected', () => {
  const offSince = new Date('2026-11-01T08:00:00Z');
  const off = (where: Partial<SwitchedOff> = {}): OffSince => ({
    category: 'contact-data-records',
    channel: null,
    queueId: null,
    userId: null,
    offSince,
    ...where,
  });
  const place = { channel: 'voice', queueId: 'q1', userId: 'u1' } as const;

  it('is everything, when nothing is switched off', () => {
    const collecting = new Collecting([]);
    expect(switchableCategories.filter((category) => !collecting.collects(category, place))).toEqual([]);
  });

  it.each([
    ['the site', {}],
    ['the channel', { channel: 'voice' }],
    ['the queue', { queueId: 'q1' }],
    ['the user', { userId: 'u1' }],
  ] as const)('leaves out what is off for %s, and no other category', (_where, row) => {
    const collecting = new Collecting([off(row)]);
    expect(switchableCategories.filter((category) => !collecting.collects(category, place))).toEqual(['contact-data-records']);
  });

  it.each([
    ['another queue', { queueId: 'q2' }],
    ['another user', { userId: 'u2' }],
  ])('goes on where it is off for %s only', (_where, row) => {
    expect(new Collecting([off(row)]).collects('contact-data-records', place)).toBe(true);
  });

  it('goes on for a call whose queue is not known, when one queue is off', () => {
    expect(new Collecting([off({ queueId: 'q1' })]).collects('contact-data-records', { queueId: null })).toBe(true);
  });

  it('names the queues where a category is off and since when, and no queue where it is off everywhere', () => {
    const collecting = new Collecting([off({ queueId: 'q1' }), off({ category: 'recordings' }), off({ userId: 'u1' })]);
    expect([collecting.offFor('contact-data-records'), collecting.offFor('recordings')]).toEqual([
      [{ queueId: 'q1', since: offSince }],
      [{ queueId: null, since: offSince }],
    ]);
  });
});
