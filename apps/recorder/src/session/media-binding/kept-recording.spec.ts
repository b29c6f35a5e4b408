import { join } from 'node:path';
import { diagnostics, VaultStore } from '@voxkeep/platform';
import { measureChannels, type CallFact } from '@voxkeep/recording';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { failingDisk, granted, speech, until, Workplace } from '../../media/media.fixture.js';
import { SegmentWriter } from '../../media/segment-writer.js';
import type { CallLog } from '../books/call-log.js';
import type { SessionContact } from '../contact/open-contact.js';
import type { SessionRoom } from '../session-room.js';
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
    kept.resume(track);
    speaks();
  };

  it('has a bound in a storm of holds, and what comes beyond it is missing', async () => {
    kept.start(granted('customer').grant, [track], false);
    for (let n = 0; n < 1010; n += 1) hold();
    await new Promise(setImmediate);
    const [count, stormMs] = [facts.length, nowMs];
    for (let n = 0; n < 1000; n += 1) hold();
    expect(facts).toHaveLength(count);
    expect(count).toBeLessThan(6000);
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
