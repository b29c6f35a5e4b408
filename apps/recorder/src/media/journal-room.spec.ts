import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { JournalRoom } from './journal-room.js';

const mib = 2 ** 20;

describe('the room of a journal', () => {
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  const roomOf = (folders: readonly string[], freeBytesOf: (folder: string) => Promise<number>) =>
    new JournalRoom({ folders, mostBytes: 256 * mib, freeBytesOf }, { now: () => 0 });
  const hasFor = (room: JournalRoom, channels: number) => room.hasFor(channels, false);

  it('on a small disk is enough for few calls, and not for many', async () => {
    const room = roomOf(['first'], () => Promise.resolve(200 * mib));
    expect([await hasFor(room, 0), await hasFor(room, 70), await hasFor(room, 90)]).toEqual([true, true, false]);
  });

  it('counts in a folder only that takes files too', async () => {
    const second = await mkdtemp(join(tmpdir(), 'journal-room-'));
    const free: Record<string, number> = { first: 900 * mib, [second]: mib };
    const freeBytesOf = (folder: string) => Promise.resolve(free[folder] ?? 0);
    const readOnly = Object.assign(new Error('read-only'), { code: 'EROFS' });
    const openFile = (async (path, ...more) => {
      if (String(path).startsWith('first')) throw readOnly;
      return open(path, ...more);
    }) as typeof open;
    const terms = { folders: ['first', second], mostBytes: 256 * mib, freeBytesOf, open: openFile };
    const room = new JournalRoom(terms, { now: () => 0 });
    expect([await room.hasFor(40, true), room.trouble]).toEqual([false, undefined]);
    free[second] = 900 * mib;
    expect(await room.hasFor(40, true)).toBe(true);
    await rm(second, { recursive: true });
  });

  it('is never more than a whole file', async () => {
    const room = roomOf(['first'], () => Promise.resolve(257 * mib));
    expect(await hasFor(room, 1500)).toBe(true);
  });

  it('says once which disk lacks how much, and again when it lacks room again', async () => {
    const log = keptLog();
    const free: Record<string, number> = { first: 10 * mib, second: 20 * mib };
    const room = roomOf(['first', 'second'], (folder) => Promise.resolve(free[folder] ?? 0));
    for (let look = 0; look < 3; look += 1) expect(await hasFor(room, 0)).toBe(true);
    expect(room.lacks).toEqual([6 * mib, 0]);
    free['first'] = 20 * mib;
    await hasFor(room, 0);
    free['first'] = 0;
    await hasFor(room, 0);
    const told = log.filter((line) => line.includes('journal.no-room'));
    expect(told).toHaveLength(2);
    expect(told[0]).toContain(`"folder":1,"lacks":${6 * mib},"needed":${16 * mib}`);
  });
});
