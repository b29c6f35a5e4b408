import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import type { Offer } from '../sip/endpoint.js';
import type { Reception } from './admission/reception.js';
import type { TrunkBook } from './admission/trunk-book.js';
import { Sessions } from './sessions.js';

describe('the sessions of a recorder', () => {
  it('are over for its capacity and its stop, and not for who asks, while their vault refuses what is left to do', async () => {
    const [contactId, callId] = ['0198a000-0000-7000-8000-000000000001', 'withdrawn'];
    let done = (): void => undefined;
    const kept = { waitsForVault: false };
    const session = {
      ...{ contactId, terms: { callId }, isOver: true, kept, sayGoodBye: () => Promise.resolve() },
      end: () => new Promise<void>((resolve) => (done = resolve)),
    };
    const receive = () => Promise.resolve({ session, answer: { accept: '' } });
    const sessions = new Sessions({} as unknown as TrunkBook, { receive } as unknown as Reception);
    await sessions.onOffer({ callId } as Offer);
    sessions.onEnd(callId, 'bye');
    expect([sessions.count, sessions.waiting]).toEqual([1, 0]);
    kept.waitsForVault = true;
    expect([sessions.count, sessions.waiting, sessions.holds(contactId)]).toEqual([0, 1, true]);
    await sessions.endAll(new Promise(() => undefined));
    expect(sessions.counters.ended).toBe(0);
    done();
    await new Promise(setImmediate);
    expect([sessions.counters.ended, sessions.holds(contactId)]).toEqual([1, false]);
  });

  it('are looked at though one of them breaks, and that is told', async () => {
    const log = keptLog();
    const looked: string[] = [];
    const contactId = '0198a000-0000-7000-8000-000000000001';
    const receive = ({ callId }: Offer) => {
      const look = () => {
        if (callId === 'broken') throw new Error('broken');
        looked.push(callId);
      };
      return Promise.resolve({ session: { look, contactId, terms: { callId } }, answer: { accept: '' } });
    };
    const sessions = new Sessions({} as unknown as TrunkBook, { receive } as unknown as Reception);
    for (const callId of ['broken', 'whole']) await sessions.onOffer({ callId } as Offer);
    sessions.look();
    expect(looked).toEqual(['whole']);
    expect(log.filter((line) => line.includes('session.step-failed'))).toHaveLength(1);
    diagnostics.replace(undefined);
  });
});
