import type { open } from 'node:fs/promises';
import { join } from 'node:path';
import { VaultStore } from '@voxkeep/platform';
import { Completion } from './completion.js';
import { failingDisk, granted, speech, Workplace } from './media.fixture.js';
import { SegmentWriter } from './segment-writer.js';

describe('the completion of segments that the vault cut off', () => {
  let place: Workplace;
  beforeEach(async () => {
    place = await Workplace.make();
  });
  afterEach(() => place.clear());

  /** Segments that were cut off by a vault which works again, and how often files of the journal are read from now on. */
  const cutOff = async (count: number) => {
    let fails = true;
    const disk = failingDisk(place.open, 'write', () => fails);
    const vault = await VaultStore.create(join(place.root, 'vault'), { open: disk });
    const stores = await place.stores({ vault });
    const writers = Array.from({ length: count }, () => SegmentWriter.begin(stores, place.terms(granted('customer').grant)));
    await Promise.resolve();
    for (const writer of writers) writer.write(speech(20_000));
    const closed = await Promise.all(writers.map((writer) => writer.close()));
    expect(new Set(closed.map(({ kind }) => kind))).toEqual(new Set(['cut-off']));
    fails = false;
    await stores.journal.flush();
    return { ...stores, vault, segmentIds: writers.map(({ segmentId }) => segmentId) };
  };
  const key = () => Buffer.from(place.ownerKey);

  it('reads the journal once for all who wait', async () => {
    const { completion, journal, segmentIds } = await cutOff(20);
    const syncs = jest.spyOn(journal, 'syncSoon');
    const made = await Promise.all(segmentIds.map((segmentId) => completion.complete(segmentId, key)));
    expect(made.map((each) => each?.octets)).toEqual(Array(20).fill(20_000));
    expect(syncs.mock.calls.length).toBeLessThanOrEqual(2);
    await journal.close();
  });

  it('looks again when a file of the journal is gone, because it was written again or removed', async () => {
    const { vault, journal, turns, segmentIds } = await cutOff(1);
    const [path] = journal.files;
    const stale = jest.spyOn(journal, 'files', 'get').mockReturnValueOnce([`${path}-gone`]);
    const made = await new Completion(vault, journal, turns).complete(segmentIds[0]!, key);
    expect(made).toMatchObject({ kind: 'rebuilt', octets: 20_000, lost: [] });
    expect(stale.mock.calls.length).toBe(2);
    await journal.close();
  });

  it.each([
    ['cannot be read', () => place.root],
    ['is gone again and again', () => join(place.root, 'gone.vxj')],
  ])('throws no failure of the vault where a file of the journal %s', async (_, path) => {
    const { completion, journal, segmentIds } = await cutOff(1);
    jest.spyOn(journal, 'files', 'get').mockReturnValue([path()]);
    await expect(completion.complete(segmentIds[0]!, key)).rejects.toThrow('recorder.journal-unread');
    await journal.close();
  });

  it('leaves nothing of a file that it could not write, and makes it under the same name later', async () => {
    const { journal, turns, segmentIds } = await cutOff(1);
    let fails = true;
    const disk = failingDisk(place.open, 'datasync', () => fails);
    const broken: typeof open = async (...given) => {
      const handle = await disk(...given);
      const sync = handle.sync.bind(handle);
      return Object.assign(handle, {
        sync: () => (fails ? Promise.reject(Object.assign(new Error(), { code: 'EIO' })) : sync()),
      });
    };
    const vault = await VaultStore.create(join(place.root, 'vault'), { open: broken });
    const completion = new Completion(vault, journal, turns);
    const filesOf = async () => {
      const names: string[] = [];
      for await (const { fileId } of vault.list()) names.push(fileId);
      return names;
    };
    const before = await filesOf();
    await expect(completion.complete(segmentIds[0]!, key)).rejects.toThrow('vault.file-broken');
    expect(await filesOf()).toEqual(before);
    fails = false;
    const made = await completion.complete(segmentIds[0]!, key);
    const again = await completion.complete(segmentIds[0]!, key);
    expect(again).toEqual(made);
    await journal.close();
  });
});
