import { join } from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { diagnostics, VaultStore } from '@voxkeep/platform';
import { measureChannels, type CallFact } from '@voxkeep/recording';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { failingDisk, granted, speech, until, Workplace } from '../../media/media.fixture.js';
import { SegmentWriter } from '../../media/segment-writer.js';
import type { CallLog } from '../books/call-log.js';
import type { SessionContact } from '../contact/open-contact.js';
import type { SessionRoom } from '../session-room.js';
import { givenAt } from './first-packets.js';
import { KeptRecording } from './kept-recording.js';
import { trackEvents } from './track-events.js';
import { Track } from './track.js';

describe('what is kept of a call', () => {
  let nowMs: number;
  let facts: CallFact[];
  let kept: KeptRecording;
  let track: Track;

  beforeEach(() => {
    keptLog();
    [nowMs, facts] = [1000, []];
    jest.spyOn(SegmentWriter, 'begin').mockImplementation((_stores, { header: { segmentId } }) => {
      const writer = { octets: 0, segmentId, fileId: 'f', vaultFailed: false };
      const write = (octets: Uint8Array) => ((writer.octets += octets.length), 'kept');
      const close = () => Promise.resolve({ kind: 'closed', segmentId, octets: writer.octets, sha512: '' });
      return Object.assign(writer, { write, close }) as unknown as SegmentWriter;
    });
    const stores = { journal: { trouble: undefined, isClosed: false } };
    const room = { stores, clock: { now: () => nowMs }, wallMs: () => nowMs } as unknown as SessionRoom;
    const contact = { id: 'c', customerOwner: 'o', agentOwner: 'a', keys: { key: () => Buffer.alloc(32) } };
    const log = { recordingId: 'r', write: (fact: CallFact) => facts.push(fact), durable: () => Promise.resolve() };
    const elapsedMs = (moment = nowMs) => moment;
    const time = { elapsedMs, readMs: () => nowMs };
    kept = new KeptRecording(room, contact as unknown as SessionContact, log as unknown as CallLog, time);
    const ears = { mediaDigit: () => undefined, notice: () => undefined };
    track = new Track({ index: 0, channel: 'customer', codec: 'pcma', elapsedMs }, trackEvents(kept, ears));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    diagnostics.replace(undefined);
  });

  const speaks = () => {
    nowMs += 20;
    track.onPacket(nowMs, 0, false, 0);
    track.onAudio(Buffer.alloc(160, 1), 'audio', nowMs);
  };
  const hold = () => {
    speaks();
    kept.pause([track], 'hold', [track]);
    nowMs += 10;
    kept.resume(track, false);
    speaks();
  };

  it('tells at once what is wanted, for a recorder that dies before it comes, and when it is wanted no more', () => {
    const waits = () => facts.flatMap((fact) => ('stream' in fact ? [[fact.kind, fact.atMs]] : []));
    kept.start(granted('customer').grant, [track], false);
    expect(waits()).toEqual([['wanted', 1000]]);
    nowMs = 1050;
    kept.pause([track], 'hold', [track]);
    expect(waits()).toEqual([
      ['wanted', 1000],
      ['not-due', 1050],
    ]);
    kept.resume(track, false);
    speaks();
    expect(
      waits()
        .slice(2)
        .map(([kind]) => kind),
    ).toEqual(['wanted', 'due']);
  });

  it('has a bound in a storm of holds, and what comes beyond it is missing', async () => {
    kept.start(granted('customer').grant, [track], false);
    for (let n = 0; n < 1010; n += 1) hold();
    await new Promise(setImmediate);
    const [count, stormMs] = [facts.length, nowMs];
    for (let n = 0; n < 1000; n += 1) hold();
    expect(facts).toHaveLength(count);
    expect(count).toBeLessThan(6500);
    await kept.finish([track], { atMs: nowMs, readMs: nowMs });
    const [measured] = measureChannels(facts, nowMs);
    expect(measured).toMatchObject({ mainCause: 'journal', missingTheirsMs: 0 });
    expect(measured!.missingOursMs).toBeGreaterThan(nowMs - stormMs);
    expect(measured!.keptMs + measured!.missingOursMs).toBe(measured!.expectedMs);
  });
});

describe('a call under which the vault fails for a while', () => {
  let place: Workplace;
  beforeEach(async () => {
    keptLog();
    place = await Workplace.make();
  });
  afterEach(async () => {
    await place.clear();
    diagnostics.replace(undefined);
  });

  it('goes on in new segments once the vault takes files again, is whole, and lets the journal go before it ends', async () => {
    let fails = true;
    const vault = await VaultStore.create(join(place.root, 'vault'), { open: failingDisk(place.open, 'write', () => fails) });
    const stores = await place.stores({ vault, journal: await place.journal({ rotateMs: 1000 }) });
    const { clock } = place;
    const room = { stores, clock, wallMs: () => clock.now() } as unknown as SessionRoom;
    const owner = '7a0c7b2e-0000-4000-8000-000000000001';
    const contact = { id: 'c', customerOwner: owner, agentOwner: owner, keys: { key: () => place.ownerKey } };
    const facts: CallFact[] = [];
    const log = { recordingId: owner, write: (fact: CallFact) => facts.push(fact), durable: () => Promise.resolve() };
    const elapsedMs = (moment = clock.now()) => moment;
    const time = { elapsedMs, readMs: () => clock.now() };
    const kept = new KeptRecording(room, contact as unknown as SessionContact, log as unknown as CallLog, time);
    const ears = { mediaDigit: () => undefined, notice: () => undefined };
    const track = new Track({ index: 0, channel: 'customer', codec: 'pcma', elapsedMs }, trackEvents(kept, ears));
    kept.start(granted('customer').grant, [track], false);
    await new Promise(setImmediate);
    const said: Buffer[] = [];
    const speak = async (seconds: number) => {
      for (let packet = 0; packet < 50 * seconds; packet += 1) {
        clock.advance(20);
        const octets = speech(160, clock.now());
        said.push(octets);
        track.onPacket(clock.now(), 0, false, 0);
        track.onAudio(octets, 'audio', clock.now());
        await Promise.resolve();
      }
    };
    const told = <K extends CallFact['kind']>(kind: K) =>
      facts.filter((fact): fact is Extract<CallFact, { kind: K }> => fact.kind === kind);

    await speak(5);
    await until(() => kept.vaultFailed);
    kept.look();
    await speak(5);
    expect(told('segment')).toHaveLength(1);
    fails = false;
    await until(() => {
      kept.look();
      return told('segment-closed').length === 1;
    });
    await speak(5);
    await until(async () => {
      await speak(1);
      return (await stores.journal.flush()) && stores.journal.files.length === 1;
    });
    await kept.finish([track], { atMs: clock.now(), readMs: clock.now() });

    const [first, second, ...others] = told('segment');
    const [done, last] = told('segment-closed');
    const { octets, fileId } = done!;
    expect(others).toEqual([]);
    expect(second).toMatchObject({ number: 2, startMs: first!.startMs + octets / 8 });
    expect(octets + last!.octets).toBe(160 * said.length);
    const played = Buffer.concat([await place.openFile(fileId!), await place.openFile(second!.fileId)]);
    expect(played.equals(Buffer.concat(said))).toBe(true);
    expect(measureChannels(facts, clock.now())).toMatchObject([{ missingOursMs: 0, missingTheirsMs: 0, mainCause: null }]);
    expect([told('gap'), kept.vaultFailed]).toEqual([[], false]);
    await stores.journal.close();
  });
});

describe('a grant and its end', () => {
  let nowMs: number;
  let facts: CallFact[];
  let wanted: unknown[][];
  let trouble: string | undefined;
  let makeDurable: () => void;
  let remove: jest.Mock<Promise<boolean>, [string]>;
  let forgotten: string[];
  let kept: KeptRecording;
  let writes: jest.Mock;

  const trackOf = (index: number, channel: 'customer' | 'agent') =>
    ({
      ...{ channel, terms: { index, codec: 'pcma' }, isKept: false, drop: () => undefined, tellLosses: () => undefined },
      want: (...given: unknown[]) => void wanted.push([channel, ...given]),
    }) as unknown as Track;
  const [customer, agent] = [trackOf(0, 'customer'), trackOf(1, 'agent')];
  const told = (kind: CallFact['kind']) => facts.filter((fact) => fact.kind === kind);
  const turns = async () => {
    for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
  };

  beforeEach(() => {
    keptLog();
    [nowMs, facts, wanted, trouble, forgotten] = [1000, [], [], undefined, []];
    remove = jest.fn<Promise<boolean>, [string]>().mockResolvedValue(true);
    writes = jest.fn();
    makeDurable = () => undefined;
    jest.spyOn(SegmentWriter, 'begin').mockImplementation((_stores, { header: { segmentId } }) => {
      writes(segmentId);
      const close = () => Promise.resolve({ kind: 'sealed', segmentId, octets: 160, sha512: '' });
      return { octets: 160, segmentId, fileId: `file of ${segmentId}`, vaultFailed: false, close } as unknown as SegmentWriter;
    });
    const journal = {
      get trouble() {
        return trouble;
      },
      isClosed: false,
      forget: (ids: readonly string[]) => forgotten.push(...ids),
      takeBack: () => undefined,
    };
    const room = { stores: { journal, vault: { remove } }, clock: { now: () => nowMs }, wallMs: () => nowMs };
    const contact = { id: 'c', customerOwner: 'o', agentOwner: 'a', keys: { key: () => Buffer.alloc(32) } };
    const durable = () => new Promise<void>((resolve) => (makeDurable = resolve));
    const log = { recordingId: 'r', write: (fact: CallFact) => facts.push(fact), durable };
    const time = { elapsedMs: (moment = nowMs) => moment, readMs: () => nowMs };
    kept = new KeptRecording(
      room as unknown as SessionRoom,
      contact as unknown as SessionContact,
      log as unknown as CallLog,
      time,
    );
  });
  afterEach(() => {
    jest.restoreAllMocks();
    diagnostics.replace(undefined);
  });

  it('of a call without streams, or taken back, is none', () => {
    const { grant } = granted('customer');
    kept.start(grant, [], false);
    expect([kept.isActive, facts]).toEqual([false, []]);
    kept.start(grant, [customer], false);
    kept.stop([customer], 'consent-withdrawn', 'destroy');
    kept.start(grant, [customer], false);
    expect([kept.isActive, told('grant').length, wanted.length]).toEqual([false, 1, 1]);
  });

  it('begins when the yes was said, and never before the end of the one before', () => {
    const { grant } = granted('customer');
    kept.start(grant, [customer], false, { given: givenAt(900) });
    expect(told('grant')).toMatchObject([{ atMs: 900 }]);
    nowMs = 2000;
    kept.stop([customer], 'pause', 'keep');
    nowMs = 2100;
    kept.start(grant, [customer], false, { given: givenAt(1500) });
    expect(told('grant')).toMatchObject([{ atMs: 900 }, { atMs: 2000 }]);
    expect(wanted.map(([, , fromMs]) => fromMs)).toEqual([900, 2000]);
    expect(told('gap')).toMatchObject([{ reason: 'pause', fromMs: 2000, toMs: 2000 }]);
  });

  it.each([
    ['consent-withdrawn', 'keep', 'paused'],
    ['pause', 'keep', 'paused'],
    ['consent-withdrawn', 'destroy', 'dropped'],
  ] as const)('that ends (%s, %s) is told in that turn, and not when the call is over', (reason, rule, kind) => {
    kept.start(granted('customer').grant, [customer], false);
    nowMs = 2000;
    kept.stop([customer], reason, rule);
    expect(facts.at(-1)).toEqual({ kind, at: 2000, ...(kind === 'paused' && { reason }) });
  });

  it('by a key has what lies unread in every other stream taken for what may be from before', () => {
    const { grant } = granted('customer', 'agent');
    kept.start(grant, [customer, agent], false, { given: givenAt(1000), track: customer });
    kept.stop([customer, agent], 'pause', 'keep');
    kept.start(grant, [customer, agent], false);
    expect(wanted.map(([channel, , , given]) => [channel, given !== undefined])).toEqual([
      ...[
        ['customer', false],
        ['agent', true],
      ],
      ...[
        ['customer', false],
        ['agent', false],
      ],
    ]);
  });

  it('lets a segment begin unless it ended, or is not durable while the journal fails', async () => {
    expect(kept.open(customer, 1000)).toBeUndefined();
    kept.start(granted('customer').grant, [customer], false);
    expect(kept.open(customer, 1000)).toBeDefined();
    trouble = 'EIO';
    expect(kept.open(customer, 1000)).toBeUndefined();
    makeDurable();
    await turns();
    expect(kept.open(customer, 1000)).toBeDefined();
    kept.stop([customer], 'pause', 'keep');
    expect(kept.open(customer, 1000)).toBeUndefined();
    expect(writes).toHaveBeenCalledTimes(2);
  });

  it('that was taken back lets no file go before that is durable, tries each again, and is no end of the call before', async () => {
    kept.start(granted('customer').grant, [customer], false);
    const { fileId, segmentId } = kept.open(customer, 1000)!;
    makeDurable();
    await turns();
    kept.stop([customer], 'consent-withdrawn', 'destroy');
    let isFinished = false;
    const finished = kept.finish([customer], { atMs: nowMs, readMs: nowMs }).then(() => (isFinished = true));
    await turns();
    expect([told('dropped').length, remove.mock.calls, isFinished]).toEqual([1, [], false]);
    let refuse = (): void => undefined;
    remove.mockReturnValueOnce(
      new Promise(
        (_, reject) =>
          (refuse = () => {
            reject(Object.assign(new Error(), { code: 'EROFS' }));
          }),
      ),
    );
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
    makeDurable();
    await turns();
    expect([remove.mock.calls, forgotten, isFinished]).toEqual([[[fileId]], [segmentId], false]);
    refuse();
    await turns();
    expect([kept.waitsForVault, isFinished]).toEqual([true, false]);
    await jest.advanceTimersByTimeAsync(1000);
    jest.useRealTimers();
    await finished;
    expect([remove.mock.calls, kept.waitsForVault, kept.keptOctets]).toEqual([[[fileId], [fileId]], false, 0]);
  });

  it.each([
    [true, Object.assign(new Error(), { code: 'EROFS' })],
    [true, new VoxkeepError('vault.away')],
    [false, new VoxkeepError('recorder.journal-unread', { cause: 'EIO' })],
    [false, new TypeError('undefined is not a function')],
  ])('has the vault failed (%s) by what is left to do only where the vault throws: %s', async (expected, thrown) => {
    kept.start(granted('customer').grant, [customer], false);
    kept.open(customer, 1000);
    makeDurable();
    await turns();
    remove.mockRejectedValueOnce(thrown);
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
    kept.stop([customer], 'consent-withdrawn', 'destroy');
    await turns();
    makeDurable();
    await turns();
    expect([remove.mock.calls.length, kept.vaultFailed, kept.waitsForVault]).toEqual([1, expected, expected]);
    await jest.advanceTimersByTimeAsync(1000);
    jest.useRealTimers();
    await turns();
    expect([remove.mock.calls.length, kept.vaultFailed]).toEqual([2, false]);
  });
});
