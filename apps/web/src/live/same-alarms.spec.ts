import type { http } from '@voxkeep/contracts';
import { linkedOf, nameOf, sameAlarms } from './same-alarms.ts';

type Contact = http.LiveSnapshot['contacts'][number];

const contact = (contactId: string, ...alarms: Contact['alarms']): Contact => ({
  ...{ contactId, openedAt: '2026-11-22T10:00:00.000Z', queue: null, state: 'connected', recording: 'recording', recorded: true },
  ...{ consent: 'given', agent: null, alarms },
});
const silent = (second: number, channel: 'customer' | 'agent' | null = 'customer') => ({
  ...{ alarm: 'silent-party' as const, channel, raisedAt: `2026-11-22T10:00:0${String(second)}.000Z` },
});

describe('alarms of several calls', () => {
  it('of the same kind and channel are one trouble since the first of them', () => {
    const troubles = sameAlarms([contact('a', silent(5)), contact('b', silent(3), silent(4, 'agent')), contact('c')]);
    expect(
      troubles.map(({ channel, raisedAt, calls }) => [channel, raisedAt.slice(17, 19), calls.map((one) => one.contactId)]),
    ).toEqual([
      ['customer', '03', ['a', 'b']],
      ['agent', '04', ['b']],
    ]);
  });

  it('are none when all is well', () => {
    expect(sameAlarms([contact('a')])).toEqual([]);
  });
});

describe('the calls of a trouble', () => {
  const { calls } = sameAlarms([
    { ...contact('a', silent(1)), queue: 'Service desk', agent: 'kadri' },
    { ...contact('b', silent(1)), queue: 'Service desk', agent: 'oleg' },
    { ...contact('c', silent(1)), queue: 'Billing' },
    ...['d', 'e', 'f', 'g'].map((id) => contact(id, silent(2))),
  ])[0]!;

  it('of the same second are told apart by queue and agent, as far as these are known', () => {
    expect(calls.slice(0, 4).map((call) => nameOf(call, '12:00:00'))).toEqual([
      '12:00:00 · Service desk · kadri',
      '12:00:00 · Service desk · oleg',
      '12:00:00 · Billing',
      '12:00:00',
    ]);
  });

  it('are linked up to five, and the others are counted', () => {
    const { linked, more } = linkedOf({ calls });
    expect([linked.map(({ contactId }) => contactId), more]).toEqual([['a', 'b', 'c', 'd', 'e'], 2]);
    expect(linkedOf({ calls: calls.slice(0, 5) }).more).toBe(0);
  });
});
