import type { open } from 'node:fs/promises';
import { diagnostics, systemCode, type VaultStore } from '@voxkeep/platform';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { listJournalFiles } from '../../media/journal-file.js';
import type { Journal } from '../../media/journal.js';
import { indexJournals, readRecords, type JournalIndex } from '../../media/journal-index.js';
import { granted, speech, until, Workplace } from '../../media/media.fixture.js';
import { CallLog } from '../books/call-log.js';
import type { SessionContact } from '../contact/open-contact.js';
import type { SessionRoom } from '../session-room.js';
import { KeptRecording } from './kept-recording.js';
import { trackEvents } from './track-events.js';
import { Track } from './track.js';

const owner = '7a0c7b2e-0000-4000-8000-000000000001';

describe('a withdrawal that destroys while the disk of the journal is full', () => {
  let place: Workplace;
  let isFull: boolean;
  let code: string;
  beforeEach(async () => {
    keptLog();
    isFull = false;
    code = 'ENOSPC';
    place = await Workplace.make();
  });
  afterEach(async () => {
    await place.clear();
    diagnostics.replace(undefined);
  });

  /** No file grows; what stands in one may be overwritten. */
  const fullDisk: typeof open = async (...given) => {
    const handle = await place.open(...given);
    const genuine = handle.write.bind(handle) as (...args: unknown[]) => Promise<unknown>;
    const write = (...args: unknown[]) =>
      isFull && args[3] === undefined ? Promise.reject(Object.assign(new Error(), { code })) : genuine(...args);
    return Object.assign(handle, { write });
  };
  /** Frames of the journal that are not blank; a file that could not be begun is listed for a moment. */
  const framesLeft = async () => {
    let count = 0;
    for (const path of await listJournalFiles(place.journalFolder))
      await readRecords(path, (records) => {
        for (const { record } of records) if (record.kind === 'frame' && !record.sealed.every((byte) => byte === 0)) count += 1;
      }).catch((failure: unknown) => {
        if (systemCode(failure) !== 'ENOENT') throw failure;
      });
    return count;
  };
  /** What a recorder that comes now would find; a file that could not be begun may go while it is listed. */
  const indexNow = async (): Promise<JournalIndex> => {
    for (;;)
      try {
        return await indexJournals(await listJournalFiles(place.journalFolder));
      } catch (failure) {
        if (systemCode(failure) !== 'ENOENT') throw failure;
      }
  };
  const filesOf = async (vault: Awaited<ReturnType<Workplace['vault']>>) => {
    const files: string[] = [];
    for await (const { fileId } of vault.list()) files.push(fileId);
    return files;
  };

  /** A call of three seconds that was granted, on a disk that does as told from now on. */
  const aCall = async (journal: Journal, vault: VaultStore) => {
    const stores = await place.stores({ journal, vault });
    const { clock } = place;
    const room = { stores, clock, wallMs: () => clock.now() } as unknown as SessionRoom;
    const contact = { id: 'c', customerOwner: owner, agentOwner: owner, keys: { key: () => place.ownerKey } };
    const log = new CallLog({ recordingId: owner, owner, ownerKey: () => place.ownerKey }, journal, () => undefined);
    const elapsedMs = (moment = clock.now()) => moment;
    const kept = new KeptRecording(room, contact as unknown as SessionContact, log, { elapsedMs, readMs: () => clock.now() });
    const ears = { mediaDigit: () => undefined, notice: () => undefined };
    const track = new Track({ index: 0, channel: 'customer', codec: 'pcma', elapsedMs }, trackEvents(kept, ears));
    kept.start(granted('customer').grant, [track], false);
    await journal.flush();
    for (let packet = 0; packet < 150; packet += 1) {
      clock.advance(20);
      track.onPacket(clock.now(), 0, false, 0);
      track.onAudio(speech(160, packet), 'audio', clock.now());
      await Promise.resolve();
    }
    await journal.flush();
    await until(async () => (await filesOf(vault)).length === 1 && (await framesLeft()) > 0);
    return { kept, log, track };
  };

  it('waits for no room: nothing is left in the vault, nor in the journal, whose frames are overwritten', async () => {
    const { clock } = place;
    const [journal, vault] = [await place.journal({ open: fullDisk }), await place.vault()];
    const { kept, log, track } = await aCall(journal, vault);
    isFull = true;
    kept.stop([track], 'consent-withdrawn', 'destroy');
    await until(async () => (await filesOf(vault)).length === 0);
    await until(async () => {
      clock.advance(500);
      return (await framesLeft()) === 0;
    });
    expect(journal.trouble).toBe('ENOSPC');
    await kept.finish([track], { atMs: clock.now(), readMs: clock.now() });
    isFull = false;
    await until(() => journal.flush());
    expect(log.facts.map(({ kind }) => kind)).toContain('dropped');
    await journal.close();
  });

  it.each([
    ['EDQUOT', true],
    ['EIO', false],
  ])('is marked in what stands there when a write fails with %s: %s', async (failure, isMarked) => {
    code = failure;
    const [journal, vault] = [await place.journal({ open: fullDisk }), await place.vault()];
    const { kept, track } = await aCall(journal, vault);
    isFull = true;
    kept.stop([track], 'consent-withdrawn', 'destroy');
    await until(async () => (await filesOf(vault)).length === 0);
    expect((await indexNow()).forgotten.has(owner)).toBe(isMarked);
    isFull = false;
    await until(() => journal.flush());
    await journal.close();
  });

  it.each([
    ['the books lack facts of it', 0],
    ['the books have all that was told of it', 1],
  ])('tells who comes after, at every instant at which some of the audio is gone, where %s', async (_what, bound) => {
    const store = await place.vault();
    const instants: { files: number; frames: number; isTold: boolean }[] = [];
    const look = async () => {
      if (!isFull) return;
      const { forgotten } = await indexNow();
      const [files, frames] = [(await filesOf(store)).length, await framesLeft()];
      instants.push({ files, frames, isTold: forgotten.has(owner) });
    };
    const watched: typeof open = async (...given) => {
      const handle = await fullDisk(...given);
      const genuine = handle.write.bind(handle) as (...args: unknown[]) => Promise<unknown>;
      return Object.assign(handle, {
        write: async (...args: unknown[]) => {
          if (args[3] !== undefined) await look();
          return genuine(...args);
        },
      });
    };
    const journal = await place.journal({ open: watched });
    const remove = store.remove.bind(store);
    jest.spyOn(store, 'remove').mockImplementation(async (fileId) => {
      await look();
      const isGone = await remove(fileId);
      await look();
      return isGone;
    });
    const { kept, log, track } = await aCall(journal, store);
    if (bound > 0) log.bound(log.facts.length);
    await journal.flush();
    isFull = true;
    kept.stop([track], 'consent-withdrawn', 'destroy');
    await until(async () => (await filesOf(store)).length === 0);
    await until(async () => {
      place.clock.advance(500);
      return (await framesLeft()) === 0;
    });
    await look();
    const [whole] = instants;
    expect(whole).toMatchObject({ files: 1 });
    const partly = instants.filter(({ files, frames }) => files + frames > 0 && (files === 0 || frames < (whole?.frames ?? 0)));
    expect(partly.length).toBeGreaterThan(0);
    expect(partly.filter(({ isTold }) => !isTold)).toEqual([]);
    expect(instants.at(-1)).toMatchObject({ files: 0, frames: 0 });
    isFull = false;
    await until(() => journal.flush());
    await journal.close();
  });
});
