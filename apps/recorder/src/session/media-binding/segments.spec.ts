import { join } from 'node:path';
import { diagnostics, VaultStore } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { failingDisk, granted, speech, until, Workplace } from '../../media/media.fixture.js';
import type { Journal } from '../../media/journal.js';
import { SegmentWriter } from '../../media/segment-writer.js';
import type { CallLog } from '../books/call-log.js';
import type { SessionContact } from '../contact/open-contact.js';
import type { SessionRoom } from '../session-room.js';
import { Segments } from './segments.js';
import type { Track } from './track.js';

const owner = '7a0c7b2e-0000-4000-8000-000000000001';

describe('segments that the vault cut off', () => {
  let place: Workplace;
  beforeEach(async () => {
    place = await Workplace.make();
  });
  afterEach(() => place.clear());

  /** A segment of which `octets` were said while the vault failed; the vault works again. */
  const cutOff = async (octets: number, journal?: Journal) => {
    let fails = true;
    const vault = await VaultStore.create(join(place.root, 'vault'), { open: failingDisk(place.open, 'write', () => fails) });
    const stores = await place.stores({ vault, ...(journal && { journal }) });
    const facts: CallFact[] = [];
    const log = { recordingId: owner, write: (fact: CallFact) => facts.push(fact), durable: () => Promise.resolve() };
    const contact = { customerOwner: owner, agentOwner: owner, keys: { key: () => place.ownerKey } };
    const segments = new Segments(
      { stores } as unknown as SessionRoom,
      contact as unknown as SessionContact,
      log as unknown as CallLog,
    );
    const track = { channel: 'customer', terms: { codec: 'pcma' } } as unknown as Track;
    const writer = segments.begin(track, 1000, { grant: granted('customer').grant, granted: Promise.resolve() });
    await Promise.resolve();
    for (let at = 0; at < octets; at += 8000) {
      writer.write(speech(Math.min(8000, octets - at), at));
      place.clock.advance(1000);
      await stores.journal.flush();
    }
    segments.close(writer);
    await segments.settled();
    fails = false;
    return { ...stores, segments, facts, log, writer };
  };
  const told = (facts: readonly CallFact[], kind: CallFact['kind']) => facts.filter((fact) => fact.kind === kind);

  it('are completed also where it was not the vault that broke as they were closed', async () => {
    const lines = keptLog();
    jest.spyOn(SegmentWriter.prototype, 'close').mockRejectedValueOnce(new TypeError('close'));
    const journal = await place.journal({});
    const detached = jest.spyOn(journal, 'detach');
    const { segments, facts, writer } = await cutOff(40_000, journal);
    expect(detached).toHaveBeenCalledWith(writer.segmentId);
    await segments.recoverCutOff();
    diagnostics.replace(undefined);
    expect(told(facts, 'segment-closed')).toMatchObject([{ octets: 40_000, state: 'recovered' }]);
    expect(lines.join()).toContain('close-segment');
  });

  it('are told once, also when what they replace would not go at first', async () => {
    const { segments, facts, vault, journal } = await cutOff(40_000);
    const remove = jest.spyOn(vault, 'remove').mockRejectedValueOnce(Object.assign(new Error(), { code: 'EIO' }));
    await segments.recoverCutOff().catch(() => undefined);
    await segments.recoverCutOff();
    expect(remove.mock.calls.length).toBeGreaterThan(1);
    expect(told(facts, 'segment-closed')).toMatchObject([{ octets: 40_000, state: 'recovered' }]);
    expect(told(facts, 'gap')).toEqual([]);
    await journal.close();
    expect(journal.files).toEqual([]);
  });

  it('go for good when what was kept is taken back, also what would not go at first', async () => {
    const { segments, vault, journal } = await cutOff(40_000);
    const away = jest.spyOn(vault, 'remove').mockRejectedValueOnce(Object.assign(new Error(), { code: 'EROFS' }));
    await expect(segments.destroy()).rejects.toMatchObject({ code: 'EROFS' });
    away.mockRestore();
    await segments.destroy();
    for await (const left of vault.list()) expect(left).toBeUndefined();
    await journal.close();
  });

  it('say what the journal refused, inside and at the end, as lost by us', async () => {
    const journal = await place.journal({ pendingBytes: 1_000_000 });
    const refuse = jest.spyOn(journal, 'append');
    refuse.mockImplementationOnce(() => 'full');
    const { segments, facts } = await cutOff(24_000, journal);
    await segments.recoverCutOff();
    expect(told(facts, 'gap')).toMatchObject([{ fromMs: 1000, reason: 'lost', cause: 'journal' }]);
    await journal.close();
  });

  it('say also what is missing at their end', async () => {
    const { segments, facts, journal, writer } = await cutOff(24_000);
    const made = jest.spyOn(journal, 'files', 'get');
    await journal.flush();
    made.mockReturnValue([]);
    await segments.recoverCutOff();
    expect(told(facts, 'segment-dropped')).toMatchObject([{ segmentId: writer.segmentId }]);
    expect(told(facts, 'gap')).toMatchObject([{ fromMs: 1000, toMs: 4000, inventedMs: 0, cause: 'vault' }]);
    made.mockRestore();
    await journal.close();
  });

  it('count for nothing, and leave the journal, once they are taken back', async () => {
    const { segments, journal, writer } = await cutOff(40_000);
    await segments.recoverCutOff();
    expect(segments.keptOctets).toBe(40_000);
    const forgotten = jest.spyOn(journal, 'forget');
    await segments.destroy();
    expect(segments.keptOctets).toBe(0);
    expect(forgotten.mock.calls).toEqual([[[writer.segmentId]]]);
    await journal.close();
  });

  it('leave no file when they are taken back while they are made complete', async () => {
    const { segments, vault, journal, completion, facts } = await cutOff(40_000);
    const complete = completion.complete.bind(completion);
    jest.spyOn(completion, 'complete').mockImplementation(async (...given) => {
      const made = await complete(...given);
      await segments.destroy();
      return made;
    });
    await segments.recoverCutOff();
    for await (const left of vault.list()) expect(left).toBeUndefined();
    expect([segments.keptOctets, told(facts, 'segment-closed')]).toEqual([0, []]);
    await journal.close();
  });

  it('lose what they replace, and their journal, only once the new file is told durably', async () => {
    let reach = (): void => undefined;
    const { segments, vault, journal, log, writer } = await cutOff(40_000);
    jest.spyOn(log, 'durable').mockReturnValue(new Promise((resolve) => (reach = resolve)));
    const [remove, end] = [jest.spyOn(vault, 'remove'), jest.spyOn(journal, 'end')];
    const recovered = segments.recoverCutOff();
    await until(() => segments.keptOctets > 0);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    expect(remove).not.toHaveBeenCalledWith(writer.fileId);
    expect(end).not.toHaveBeenCalled();
    reach();
    await recovered;
    expect(remove).toHaveBeenCalledWith(writer.fileId);
    expect(end).toHaveBeenCalledWith(writer.segmentId);
    await journal.close();
  });
});
