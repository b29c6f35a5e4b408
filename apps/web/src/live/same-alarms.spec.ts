import type { http } from '@voxkeep/contracts';
import { sameAlarms } from './same-alarms.ts';

type Contact = http.LiveSnapshot['contacts'][number];

const contact = (contactId: string, ...alarms: Contact['alarms']): Contact => ({
  ...{ contactId, openedAt: '2026-11-22T10:00:00.000Z', queue: null, state: 'connected', recording: 'recording' },
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
