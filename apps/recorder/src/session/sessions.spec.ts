import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import type { Offer, SipDialog } from '../sip/endpoint.js';
import { BOUNDARY, offerBody, offerMetadata } from '../test-call/offer-body.js';
import { readOffer } from './admission/read-offer.js';
import type { Reception } from './admission/reception.js';
import type { TrunkBook } from './admission/trunk-book.js';
import type { NoByKey } from './consent/consent-desk.js';
import { Sessions } from './sessions.js';

const trunkOf = (id: string) => ({ id, customerIs: 'external-number', ownNumberPrefixes: [], region: 'EE' });

/** Nobody presses a key. */
const consent = { onNoByKey: () => undefined, onLookedUp: () => undefined };

const whenSettled = () => Promise.resolve();

describe('the sessions of a recorder', () => {
  it('are over for its capacity and its stop, and not for who asks, while their vault refuses what is left to do', async () => {
    const [contactId, callId] = ['0198a000-0000-7000-8000-000000000001', 'withdrawn'];
    let done = (): void => undefined;
    const kept = { waitsForVault: false };
    const log = { recordingId: contactId, facts: [], whenSettled };
    const session = {
      ...{
        consent,
        log,
        contactId,
        terms: { callId, trunk: trunkOf('trunk-1') },
        isOver: true,
        kept,
        sayGoodBye: () => Promise.resolve(),
      },
      end: () => new Promise<void>((resolve) => (done = resolve)),
    };
    const receive = () => Promise.resolve({ session, answer: { accept: '' }, streams: [], privacy: [] });
    const sessions = new Sessions({} as unknown as TrunkBook, { receive } as unknown as Reception);
    await sessions.onOffer({ callId } as Offer);
    sessions.onEnd(callId, 'bye');
    expect([sessions.count, sessions.waiting]).toEqual([1, 0]);
    kept.waitsForVault = true;
    sessions.look();
    expect([sessions.count, sessions.waiting, sessions.holds(contactId)]).toEqual([0, 1, true]);
    await sessions.endAll(new Promise(() => undefined));
    expect(sessions.counters.ended).toBe(0);
    kept.waitsForVault = false;
    sessions.look();
    expect([sessions.count, sessions.waiting]).toEqual([1, 0]);
    done();
    await new Promise(setImmediate);
    expect([sessions.counters.ended, sessions.waiting, sessions.holds(contactId)]).toEqual([1, 0, false]);
  });

  it.each([
    ['before its end is told', [], { 'outcome.failed': 1 }],
    ['after it', [{ kind: 'end', at: 9, atMs: 9, reason: 'bye', outcome: 'refused', cause: null }], { 'outcome.refused': 1 }],
  ])('are counted once each, also one whose ending fails %s', async (_when, facts, outcome) => {
    const log = { recordingId: 'recording-1', facts, whenSettled };
    const session = {
      ...{ consent, contactId: '0198a000-0000-7000-8000-000000000001', log },
      terms: { callId: 'broken', trunk: trunkOf('trunk-1') },
      end: () => Promise.reject(new Error('broken')),
    };
    keptLog();
    const receive = () => Promise.resolve({ session, answer: { accept: '' }, streams: [], privacy: [] });
    const sessions = new Sessions({} as unknown as TrunkBook, { receive } as unknown as Reception);
    await sessions.onOffer({ callId: 'broken' } as Offer);
    sessions.onEnd('broken', 'bye');
    await new Promise(setImmediate);
    const counted = Object.entries(sessions.outcomes.counters).filter(([, calls]) => calls > 0);
    expect([sessions.counters.ended, Object.fromEntries(counted)]).toEqual([1, outcome]);
    diagnostics.replace(undefined);
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
      return Promise.resolve({
        session: { look, consent, contactId, terms: { callId, trunk: trunkOf('trunk-1') } },
        ...{ answer: { accept: '' }, streams: [], privacy: [] },
      });
    };
    const sessions = new Sessions({} as unknown as TrunkBook, { receive } as unknown as Reception);
    for (const callId of ['broken', 'whole']) await sessions.onOffer({ callId } as Offer);
    sessions.look();
    expect(looked).toEqual(['whole']);
    expect(log.filter((line) => line.includes('session.step-failed'))).toHaveLength(1);
    diagnostics.replace(undefined);
  });

  it('hear a no that was pressed in another call of their contact, while it is under way or ends', async () => {
    const heard: string[] = [];
    const pressed = new Map<string, (no: NoByKey) => void>();
    const receive = ({ callId }: Offer) => {
      const onNoByKey = (listener: (no: NoByKey) => void) => pressed.set(callId, listener);
      const hearNo = (no: NoByKey) => heard.push(`${callId} ${no}`);
      const end = () => new Promise<void>(() => undefined);
      const terms = { callId, trunk: trunkOf('a') };
      const contactId = callId === 'other' ? 'contact-2' : 'contact-1';
      return Promise.resolve({
        session: { contactId, terms, end, log: { facts: [], whenSettled }, consent: { ...consent, onNoByKey, hearNo } },
        ...{ answer: { accept: '' }, streams: [], privacy: [] },
      });
    };
    const sessions = new Sessions({} as unknown as TrunkBook, { receive } as unknown as Reception);
    for (const callId of ['first', 'second', 'ending', 'other']) await sessions.onOffer({ callId } as Offer);
    sessions.onEnd('ending', 'bye');
    pressed.get('second')?.('withdrawn');
    pressed.get('ending')?.('refused');
    expect(heard).toEqual(['first withdrawn', 'ending withdrawn', 'first refused', 'second refused']);
  });

  it('hear a no that stands in another call of their contact when they come, and when they join it later', async () => {
    const heard: string[] = [];
    const joins = new Map<string, () => void>();
    const receive = ({ callId }: Offer) => {
      const onLookedUp = (listener: () => void) => {
        joins.set(callId, listener);
        listener();
      };
      const hearNo = (no: NoByKey) => heard.push(`${callId} ${no}`);
      const decision = { refused: callId === 'refused' ? 'refused' : 'unanswered' };
      const session = { contactId: callId === 'later' ? 'contact-2' : 'contact-1', log: { facts: [], whenSettled } };
      const terms = { callId, trunk: trunkOf('a') };
      return Promise.resolve({
        session:
          callId === 'later'
            ? Object.assign(later, session, { terms, consent: { ...consent, onLookedUp, hearNo, decision } })
            : { ...session, terms, consent: { ...consent, onLookedUp, hearNo, decision } },
        ...{ answer: { accept: '' }, streams: [], privacy: [] },
      });
    };
    const later = { contactId: '' };
    const sessions = new Sessions({} as unknown as TrunkBook, { receive } as unknown as Reception);
    for (const callId of ['unanswered', 'refused', 'second', 'later']) await sessions.onOffer({ callId } as Offer);
    expect(heard).toEqual(['second refused']);
    later.contactId = 'contact-1';
    joins.get('later')?.();
    expect(heard).toEqual(['second refused', 'later refused']);
  });

  it('are counted by their trunks until each is over, and none of them is looked at for that', async () => {
    let looks = 0;
    const ends: (() => void)[] = [];
    const receive = ({ callId }: Offer) => {
      const session = {
        consent,
        log: { facts: [], whenSettled },
        end: () => new Promise<void>((resolve) => ends.push(resolve)),
        get terms() {
          looks += 1;
          return { callId, trunk: trunkOf(callId.slice(0, 1)) };
        },
      };
      return Promise.resolve({ session, answer: { accept: '' }, streams: [], privacy: [] });
    };
    const sessions = new Sessions({} as unknown as TrunkBook, { receive } as unknown as Reception);
    for (const callId of ['a1', 'a2', 'b1']) await sessions.onOffer({ callId } as Offer);
    looks = 0;
    expect(['a', 'b', 'c'].map((trunkId) => sessions.countFor(trunkId))).toEqual([
      { all: 3, ofTrunk: 2, trunks: 2 },
      { all: 3, ofTrunk: 1, trunks: 2 },
      { all: 3, ofTrunk: 0, trunks: 2 },
    ]);
    expect(looks).toBe(0);
    for (const callId of ['a1', 'b1']) sessions.onEnd(callId, 'bye');
    expect(sessions.countFor('a')).toEqual({ all: 3, ofTrunk: 2, trunks: 2 });
    for (const end of ends) end();
    await new Promise(setImmediate);
    expect(['a', 'b'].map((trunkId) => sessions.countFor(trunkId))).toEqual([
      { all: 1, ofTrunk: 1, trunks: 1 },
      { all: 1, ofTrunk: 0, trunks: 1 },
    ]);
  });

  it.each(['unknown-source', 'nothing-storable', 'ports-exhausted', 'keys-exhausted', 'stopping'] as const)(
    'that are refused as %s are never told when to come back: a client would leave the whole recorder alone for so long',
    async (refused) => {
      const receive = () => Promise.resolve({ refused });
      const sessions = new Sessions({} as unknown as TrunkBook, { receive } as unknown as Reception);
      const answer = await sessions.onOffer({ callId: 'call-1' } as Offer);
      expect(answer).toHaveProperty('reject');
      expect(answer).not.toHaveProperty('reject.retryAfter');
      expect(sessions.counters).toEqual({ opened: 0, ended: 0, refused: 1 });
    },
  );

  it('whose outcome is not told yet are listed as ending, of their contact only', async () => {
    const facts: { kind: string }[] = [];
    const session = {
      ...{ consent, contactId: 'contact-1', terms: { callId: 'call-1', trunk: trunkOf('a') }, log: { facts, whenSettled } },
      end: () => new Promise<void>(() => undefined),
    };
    const receive = () => Promise.resolve({ session, answer: { accept: '' }, streams: [], privacy: [] });
    const sessions = new Sessions({} as unknown as TrunkBook, { receive } as unknown as Reception);
    await sessions.onOffer({ callId: 'call-1' } as Offer);
    expect([sessions.counters.opened, sessions.listEnding('contact-1')]).toEqual([1, []]);
    sessions.onEnd('call-1', 'bye');
    expect([sessions.listEnding('contact-1'), sessions.listEnding('contact-2')]).toEqual([[session], []]);
    facts.push({ kind: 'end' });
    expect(sessions.listEnding('contact-1')).toEqual([]);
  });

  describe('of a dialog into which another customer comes', () => {
    const told = (customer: string) => {
      const streams = [
        { party: 'customer', label: '1', aor: customer, port: 4000 },
        { party: 'agent', label: '2', aor: 'sip:7001@pbx.example', port: 4002 },
      ] as const;
      return { address: '192.0.2.1', codec: 'PCMA', sessionId: 'one', version: 1, streams } as const;
    };
    const aor = (customer: string): Offer => {
      const text = offerBody(told(customer));
      const contentType = `multipart/mixed;boundary=${BOUNDARY}`;
      const source = { address: '192.0.2.1', port: 5060, transport: 'udp' } as const;
      return { callId: 'call-1', source, headers: () => [], contentType, body: Buffer.from(text), unmarked: false };
    };
    let ends: string[];
    let byes: string[];
    const received = (name: string) => {
      const trunk = trunkOf('a');
      const session = {
        ...{ consent, contactId: name, terms: { callId: 'call-1', trunk }, isOver: false, note: () => undefined },
        log: { recordingId: name, facts: [], whenSettled },
        streams: { origin: {}, changingCodec: () => [] },
        establish: (_dialog: unknown, portsTold: boolean) => void ends.push(`${name} goes on, ports told: ${portsTold}`),
        end: (reason: string, atOnce: boolean) => {
          ends.push(`${name} ${reason} ${atOnce ? 'at once' : 'as ever'}`);
          session.isOver = true;
          return Promise.resolve();
        },
      };
      const { metadata } = readOffer(aor('tel:+3725550100'));
      const streams = ['1', '2'].map((label, index) => ({ index, label }));
      return { session, answer: { accept: name }, sdp: { media: [] }, streams, metadata, privacy: [] };
    };
    const dialog = { callId: 'call-1', bye: (reason: string) => Promise.resolve(void byes.push(reason)) } as unknown as SipDialog;

    const sessionsWith = async (second: () => Promise<unknown>): Promise<Sessions> => {
      [ends, byes] = [[], []];
      const receive = jest.fn(second).mockResolvedValueOnce(received('first'));
      const sessions = new Sessions({} as unknown as TrunkBook, { receive, newContactId: () => 'next' } as unknown as Reception);
      await sessions.onOffer(aor('tel:+3725550100'));
      sessions.onEstablished(dialog);
      ends.length = 0;
      return sessions;
    };

    it('end, and go on with that one', async () => {
      const sessions = await sessionsWith(() => Promise.resolve(received('second')));
      expect(await sessions.onReoffer('call-1', aor('tel:+3725550177'))).toEqual({ accept: 'second' });
      sessions.onEnd('call-1', 'bye');
      expect(ends).toEqual(['first bye at once', 'second goes on, ports told: true', 'second bye as ever']);
    });

    it('end, and offer the ports of the next one where the request brought no session description to answer', async () => {
      const sessions = await sessionsWith(() => Promise.resolve(received('second')));
      const contentType = 'application/rs-metadata+xml';
      const update = { ...aor(''), contentType, body: Buffer.from(offerMetadata(told('tel:+3725550177'))) };
      expect(await sessions.onReoffer('call-1', update)).toEqual({ accept: 'second' });
      expect(ends).toEqual(['first bye at once', 'second goes on, ports told: false']);
    });

    it('take what waited behind the request that brought another, as the next call’s', async () => {
      const sessions = await sessionsWith(() => Promise.resolve(received('second')));
      const requests = ['tel:+3725550177', 'tel:+3725550188'].map((customer) => sessions.onReoffer('call-1', aor(customer)));
      expect(await Promise.all(requests)).toEqual([{ accept: 'second' }, { accept: 'second' }]);
      expect(ends.filter((each) => each.includes('at once'))).toEqual(['first bye at once', 'second bye at once']);
    });

    it('end with the dialog, though it ends while the next one is being set up', async () => {
      let isSetUp = (_next: unknown): void => undefined;
      const settingUp = new Promise<unknown>((resolve) => (isSetUp = resolve));
      const sessions = await sessionsWith(() => settingUp);
      const answered = sessions.onReoffer('call-1', aor('tel:+3725550177'));
      await new Promise(setImmediate);
      expect(await sessions.onReoffer('call-1', aor('tel:+3725550188'))).toMatchObject({ reject: { status: 500 } });
      sessions.onEnd('call-1', 'bye');
      isSetUp(received('second'));
      await answered;
      await new Promise(setImmediate);
      expect(ends).toEqual(['first bye at once', 'second bye as ever']);
      expect(sessions.count).toBe(0);
    });

    it.each([
      ['is refused', () => Promise.resolve({ refused: 'ports-exhausted' }), 503],
      ['breaks', () => Promise.reject(new Error('broken')), undefined],
    ])('are ended with a good-bye when the next one %s', async (_what, second, status) => {
      const sessions = await sessionsWith(second);
      const answer = await sessions.onReoffer('call-1', aor('tel:+3725550177')).catch(() => undefined);
      expect(answer && 'reject' in answer ? answer.reject.status : undefined).toBe(status);
      expect(byes).toEqual([]);
      await new Promise(setImmediate);
      expect([ends, byes]).toEqual([['first bye at once'], ['no call begun']]);
      expect(await sessions.onReoffer('call-1', aor('tel:+3725550188'))).toMatchObject({ reject: { status: 481 } });
    });
  });
});
