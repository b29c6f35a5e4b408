import { diagnostics } from '@voxkeep/platform';
import { measureChannels, type CallFact } from '@voxkeep/recording';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { granted } from '../../media/media.fixture.js';
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
