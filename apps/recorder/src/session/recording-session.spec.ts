import type { PartPolicy } from '@voxkeep/consent';
import { KeyRing } from '@voxkeep/keyring';
import { diagnostics, VaultStore } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';
import type { MetadataFault, StreamParty } from '@voxkeep/telephony';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../test/support/until.js';
import type { Completion } from '../media/completion.js';
import type { Journal } from '../media/journal.js';
import { Workplace } from '../media/media.fixture.js';
import { PortPool } from '../media/rtp-port.js';
import type { SipDialog } from '../sip/endpoint.js';
import { CallLog } from './books/call-log.js';
import type { StreamSet } from './media-binding/stream-set.js';
import type { Track } from './media-binding/track.js';
import { RecordingSession } from './recording-session.js';
import type { SessionTerms } from './session-terms.js';
import type { SessionRoom } from './session-room.js';
import { silenceLimits } from './silence-watch.js';

const ids = {
  contact: '0198a000-0000-7000-8000-000000000001',
  other: '0198a000-0000-7000-8000-000000000002',
  owner: '7a0c7b2e-0000-4000-8000-000000000001',
};
const offer = { media: [] };
const reserved = { sdp: '', accepted: [], refused: [], refusedCodecs: [], held: new Set<number>() };
const party = (role: StreamParty['role']): StreamParty => ({
  index: 0,
  participantIds: [],
  addresses: [],
  role,
  inseparable: false,
});

describe('a session', () => {
  let place: Workplace;
  let log: CallLog;
  let completion: Completion;
  let journal: Journal;
  let said: { readonly id: string; readonly state: string } | undefined;
  let asked: string[];
  let lines: readonly string[];
  /** Whether the session was over each time that what waits behind a pause was to be told. */
  let overAtPauses: boolean[];

  beforeEach(async () => {
    lines = keptLog();
    place = await Workplace.make();
    said = undefined;
    asked = [];
    overAtPauses = [];
  });
  afterEach(async () => {
    await place.clear();
    diagnostics.replace(undefined);
  });

  /** A stream of the customer of which nothing came. */
  const track = {
    ...{ channel: 'customer', terms: { index: 0, codec: 'pcma' }, heard: 0, want: () => undefined, drop: () => undefined },
    ...{ lastMs: 0, tellLosses: () => undefined },
  } as unknown as Track;
  const sessionWith = async (
    more: { readonly metadataFault?: MetadataFault } = {},
    tracks: readonly Track[] = [],
    whileEnding: () => void = () => undefined,
  ) => {
    const stores = await place.stores();
    ({ completion, journal } = stores);
    const latestFor = ({ contactId }: { readonly contactId: string }) => {
      asked.push(contactId);
      return Promise.resolve(said && { ...said, purpose: 'quality-check', at: new Date(5), validUntil: null });
    };
    const room = {
      ...{ operative: { consents: { latestFor } }, stores, ports: new PortPool(40_000, 40_001), mediaAddress: '127.0.0.1' },
      ...{
        tally: { noticed: () => undefined },
        recorderId: 'recorder-1',
        silence: silenceLimits,
        clock: place.clock,
        wallMs: () => 10,
      },
    } as unknown as SessionRoom;
    const policy: PartPolicy = {
      ...{ contactId: ids.contact, purpose: 'quality-check', mode: 'only-with-consent', channels: ['customer'], startedAt: 0 },
      ...{ keys: null, askedBeforeSeconds: null },
    };
    const key = { ownerId: ids.owner, ownerClass: 'contact-customer', epoch: 1, domain: 'media', key: place.ownerKey } as const;
    const contact = { id: ids.contact, startedMs: 0, customerOwner: ids.owner, keys: new KeyRing([key]), attached: false };
    const streams = {
      ...{
        tracks,
        bind: () => undefined,
        settle: () => undefined,
        settleForRest: () => undefined,
        settleForYes: () => undefined,
        forgetDrops: () => Promise.resolve(),
      },
      nameLosses: async () => {
        whileEnding();
        await Promise.resolve();
      },
      endPauses: () => overAtPauses.push(session.isOver),
      close: () => Promise.resolve(),
    } as unknown as StreamSet;
    const ownerKey = () => place.ownerKey;
    log = new CallLog({ recordingId: ids.owner, owner: ids.owner, ownerKey }, stores.journal, () => undefined);
    const trunk = { id: ids.contact, gate: 'receive', askedBeforeSeconds: null };
    const terms = { callId: 'call-1', trunk, rules: undefined, contact, policy, ...more } as unknown as SessionTerms;
    const session: RecordingSession = new RecordingSession(room, terms, streams, log);
    return session;
  };
  const kinds = () => log.facts.map(({ kind }) => kind);
  const endOf = () => log.facts.find((fact): fact is Extract<CallFact, { kind: 'end' }> => fact.kind === 'end');

  it('goes on, and tells its outcome, where nobody can tell whose a loss is', async () => {
    const session = await sessionWith();
    session.streams.nameLosses = () => Promise.reject(new TypeError('losses'));
    session.look(() => undefined);
    await until('the failure is told', () => lines.some((line) => line.includes('session.step-failed')));
    await session.end('bye');
    expect(endOf()).toMatchObject({ reason: 'bye' });
  });

  it('says at the next look that the vault fails, though nothing of its own met that yet', async () => {
    const session = await sessionWith();
    const alarms = () => log.facts.flatMap((fact) => (fact.kind === 'alarm' ? [[fact.alarm, fact.state]] : []));
    jest.spyOn(session.kept, 'isActive', 'get').mockReturnValue(true);
    await completion.isPossible();
    session.look(() => undefined);
    expect(alarms()).toEqual([]);
    completion.doubt();
    session.look(() => undefined);
    expect(alarms()).toEqual([['vault-failing', 'raised']]);
  });

  it('hears what was said of the contact that it came to, and keeps nothing after a refusal', async () => {
    const session = await sessionWith();
    said = { id: ids.other, state: 'refused' };
    await session.adopt(ids.other);
    expect(asked).toEqual([ids.other]);
    expect(session.contactId).toBe(ids.other);
    expect(session.consent.decision).toEqual({ refused: 'refused' });
  });

  it('hears a key that waits behind a pause before the good-bye, which came after it', async () => {
    const session = await sessionWith();
    await session.end('bye');
    expect(overAtPauses).toEqual([false]);
  });

  it.each([
    ['drops what was kept of an erased call once', true, 1, 'withdrawn'],
    ['has nothing to drop of one in which nobody said yes', false, 0, 'not-asked'],
  ] as const)('%s, however often it is told to', async (_what, wasGranted, dropped, outcome) => {
    const session = await sessionWith();
    jest.spyOn(session.consent, 'wasGranted', 'get').mockReturnValue(wasGranted);
    for (let n = 0; n < 3; n += 1) session.forget();
    await session.end('bye');
    expect(kinds().filter((kind) => kind === 'dropped')).toHaveLength(dropped);
    expect(endOf()).toMatchObject({ outcome });
  });

  it('has its end in the journal before its last packets are taken: should the recorder die then, no more than that counts', async () => {
    const session = await sessionWith({}, [track]);
    const sync = jest.spyOn(journal, 'syncSoon');
    const ended = session.end('bye');
    const over = log.facts.find(({ kind }) => kind === 'over');
    expect(over).toMatchObject({ at: 10, reason: 'bye', refused: 'not-asked', wasGranted: false });
    expect(sync).toHaveBeenCalledTimes(1);
    await ended;
    expect(endOf()).toMatchObject({ atMs: over?.kind === 'over' ? over.atMs : undefined });
  });

  it('has in the journal again how it ended once its last packets were taken: a no among them outlives the recorder', async () => {
    const session = await sessionWith({}, [track], () => {
      session.consent.answered({ id: null, by: 'customer' }, false);
    });
    await session.end('bye');
    const refused = log.facts.flatMap((fact) => (fact.kind === 'over' ? [fact.refused] : []));
    expect(refused).toEqual(['not-asked', 'refused']);
  });

  it('writes what is noticed of its streams once for as long as it holds', async () => {
    const session = await sessionWith();
    const track = { channel: 'customer' } as unknown as Track;
    for (let n = 0; n < 500; n += 1) session.notice(track, { code: 'foreign-packets', packets: 1 });
    expect(kinds().filter((kind) => kind === 'event')).toHaveLength(1);
  });

  it('of which no packet comes for a minute raises an alarm before a yes, and asks its client; after a no it is over', async () => {
    const more = { isSilentAt: () => false, look: () => undefined, lostMs: 0 };
    const silent: Track = Object.assign({}, track, more);
    const session = await sessionWith({}, [silent]);
    let probes = 0;
    session.establish({ probe: () => ((probes += 1), Promise.resolve('alive')) } as unknown as SipDialog);
    const alarms = () => log.facts.flatMap((fact) => (fact.kind === 'alarm' ? [`${fact.alarm} ${fact.state}`] : []));
    const lookAfter = (ms: number) => {
      place.clock.advance(ms);
      session.look(() => undefined);
      return [alarms(), probes];
    };
    expect(lookAfter(59_000)).toEqual([[], 0]);
    expect(lookAfter(1000)).toEqual([['nothing-came raised'], 1]);
    Object.assign(silent, { heardAtMs: 60_500, heard: 1 });
    expect(lookAfter(1000)[0]).toEqual(['nothing-came raised', 'nothing-came cleared']);
    expect(lookAfter(60_000)[0]).toContain('stopped-coming raised');
    session.consent.answered({ id: null, by: 'customer' }, false);
    expect(lookAfter(1000)[0]).toContain('stopped-coming cleared');
  });

  it('of which one stream is held raises no alarm of the silence of that one', async () => {
    const more = { isSilentAt: () => false, look: () => undefined, lostMs: 0 };
    const ofAgent = { channel: 'agent', terms: { index: 1, codec: 'pcma' } };
    const tracks: Track[] = [Object.assign({}, track, more), Object.assign({}, track, more, ofAgent)];
    const session = await sessionWith({}, tracks);
    session.takeStreams(offer, { ...reserved, held: new Set([1]) }, []);
    place.clock.advance(60_000);
    session.look(() => undefined);
    const raised = log.facts.flatMap((fact) => (fact.kind === 'alarm' ? [`${fact.channel} ${fact.alarm}`] : []));
    expect(raised).toEqual(['customer nothing-came']);
  });

  it('tells a hold of one stream as that of its side, and one of all as that of the call', async () => {
    const more = { isSilentAt: () => false, look: () => undefined, lostMs: 0 };
    const ofAgent = { channel: 'agent', terms: { index: 1, codec: 'pcma' } };
    const session = await sessionWith({}, [Object.assign({}, track, more), Object.assign({}, track, more, ofAgent)]);
    const toldOf = (...held: number[]) => {
      const before = log.facts.length;
      session.takeStreams(offer, { ...reserved, held: new Set(held) }, []);
      return log.facts.slice(before).flatMap((fact) => (fact.kind === 'event' ? [`${fact.code} ${fact.channel ?? 'all'}`] : []));
    };
    expect(toldOf(0)).toEqual(['stream.held customer']);
    expect(toldOf(0, 1)).toEqual(['stream.held all']);
    expect(toldOf(0, 1)).toEqual([]);
    expect(toldOf(1)).toEqual(['stream.resumed customer']);
    expect(toldOf(0, 1)).toEqual(['stream.held all']);
    expect(toldOf()).toEqual(['stream.resumed all']);
  });

  describe('whose metadata could not be read', () => {
    const outcomeOf = async (session: RecordingSession) => {
      session.consent.asked({ id: null, by: 'ivr' }, null);
      await session.end('bye');
      return [endOf()?.outcome, endOf()?.cause];
    };

    it('is a failure when nobody in it is known to be the customer', async () => {
      const session = await sessionWith({ metadataFault: 'metadata.unreadable' });
      session.takeStreams(offer, reserved, [party('unknown')]);
      expect(await outcomeOf(session)).toEqual(['failed', 'metadata']);
    });

    it('is unanswered when its trunk tells the customer by position', async () => {
      const session = await sessionWith({ metadataFault: 'metadata.unreadable' });
      session.takeStreams(offer, reserved, [party('customer')]);
      expect(await outcomeOf(session)).toEqual(['unanswered', null]);
    });

    it('is unanswered when later ones were read', async () => {
      const session = await sessionWith({ metadataFault: 'metadata.unreadable' });
      session.takeStreams(offer, reserved, [party('unknown')]);
      session.metadataRead();
      expect(await outcomeOf(session)).toEqual(['unanswered', null]);
    });
  });

  it.each([
    ['while the call ended', 'ending'],
    ['after its user had stopped the recording', 'stopped'],
  ])('takes back what was kept when a withdrawal comes %s', async (_when, moment) => {
    const withdraw = () => void session.consent.withdrawn({ id: null, by: 'dpo' });
    const session = await sessionWith({}, [track], moment === 'ending' ? withdraw : undefined);
    session.consent.answered({ id: null, by: 'customer' }, true);
    if (moment === 'stopped') {
      session.kept.stop([track], 'pause', 'keep');
      withdraw();
    }
    await session.end('bye');
    expect(kinds().filter((kind) => kind === 'dropped' || kind === 'end')).toEqual(['dropped', 'end']);
    expect(endOf()).toMatchObject({ outcome: 'withdrawn' });
  });

  it('that was held from the yes to its end says so', async () => {
    const tracks = [track];
    const session = await sessionWith({}, tracks);
    session.streams.close = async () => {
      tracks.length = 0;
      await Promise.resolve();
    };
    session.takeStreams(offer, { ...reserved, held: new Set([0]) }, []);
    session.consent.answered({ id: null, by: 'customer' }, true);
    await session.end('bye');
    expect(endOf()).toMatchObject({ outcome: 'paused-throughout' });
  });

  it('tells no end before the files of what was withdrawn are gone', async () => {
    const session = await sessionWith({}, [track]);
    session.consent.answered({ id: null, by: 'customer' }, true);
    const { fileId } = session.kept.open(track, 0)!;
    const vault = await place.vault();
    await (await vault.beginFile(fileId)).finish();
    const removing = jest.spyOn(VaultStore.prototype, 'remove');
    removing.mockRejectedValue(Object.assign(new Error(), { code: 'EROFS' }));
    session.consent.withdrawn({ id: null, by: 'dpo' });
    const ended = session.end('bye');
    await until('the vault to fail', () => lines.some((line) => line.includes('session.vault-failed')));
    expect([session.kept.waitsForVault, endOf()]).toEqual([true, undefined]);
    removing.mockRestore();
    await ended;
    expect(await vault.remove(fileId)).toBe(false);
    expect(endOf()).toMatchObject({ outcome: 'withdrawn' });
  });
});
