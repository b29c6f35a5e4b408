import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostics, Readiness, rememberVault } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../test/support/until.js';
import { RecorderSite } from './recorder-site.fixture.js';

describe('a recorder whose vault is away', () => {
  let site: RecorderSite;
  let sessionId: string;
  const vault = () => join(site.directory, 'vault');
  const aside = () => join(site.directory, 'aside');
  const remembered = () => join(site.directory, 'vault-mark');

  beforeEach(async () => {
    keptLog(['3725550100', '5550100']);
    site = await RecorderSite.make();
    sessionId = randomUUID();
    await site.configure({ recording: { mode: 'always-with-notice' } });
    await rememberVault(vault(), remembered());
  });
  afterEach(async () => {
    await site.recorder.stop();
    await site.close();
    diagnostics.replace(undefined);
  });

  const start = () => site.startRecorder({ vault: { directory: vault(), watermarkBytes: 0, rememberedAt: remembered() } });
  const unmount = async () => {
    await rename(vault(), aside());
    await mkdir(vault());
  };
  /** As another filesystem, so under other inodes. */
  const mountAgain = async () => {
    await rm(vault(), { recursive: true });
    await cp(aside(), vault(), { recursive: true });
  };
  const partOf = async (readiness: Readiness) => (await readiness.report()).parts.find(({ name }) => name === 'vault');

  it('at its start takes no call and says why, and calls without a restart once it is back', async () => {
    await unmount();
    const readiness = new Readiness();
    (await start()).reportTo(readiness);
    expect(await partOf(readiness)).toEqual({ name: 'vault', ready: false, because: 'vault.unmarked' });
    expect(await site.call({ sessionId, durationMs: 60 })).toMatchObject({ outcome: 'rejected', status: 503 });
    expect(await readdir(vault())).toEqual([]);
    await mountAgain();
    await until('the vault is ready', async () => (await partOf(readiness))?.ready);
    expect((await site.call({ sessionId, durationMs: 600 })).outcome).toBe('completed');
    expect((await site.closedContact(sessionId)).outcomes).toMatchObject([{ outcome: 'kept' }]);
  });

  it('answers while its vault is short of room, and says so', async () => {
    const readiness = new Readiness();
    const vaultOptions = { directory: vault(), watermarkBytes: Number.MAX_SAFE_INTEGER, rememberedAt: remembered() };
    const recorder = await site.startRecorder({ vault: vaultOptions });
    recorder.reportTo(readiness);
    expect(await partOf(readiness)).toEqual({ name: 'vault', ready: false, because: 'vault.no-room' });
    expect(await site.call({ sessionId, durationMs: 60 })).toMatchObject({ outcome: 'rejected', status: 503 });
  });

  it('tells without any call that it takes none, and why, and that this is over', async () => {
    await start();
    const told = () =>
      site.operative.database.rows<{ trouble: string | null }>(
        `select payload ->> 'trouble' as trouble from outbox where type = 'recorder.standing.v1' order by id`,
      );
    await unmount();
    await until('it is told', async () => (await told()).at(-1)?.trouble === 'vault.unmarked');
    await mountAgain();
    await until('it is over', async () => (await told()).at(-1)?.trouble === null);
  });

  /** A call that ends by a good-bye while the vault is away, so that its files wait for that. */
  const endsWithoutVault = async () => {
    const over = site.call({ sessionId, durationMs: 2000 });
    await until('it is recorded', async () => ((await site.contactOf(sessionId))?.recordings.length ?? 0) > 0, 1);
    await unmount();
    const result = await over;
    await until('it waits for the vault', () => site.recorder.counters['waitingForVault'] === 1);
    return result;
  };

  it('at the end of a call says that the call is over and waits, and no outcome before the vault is back', async () => {
    await start();
    await endsWithoutVault();
    const endedBy = Date.now();
    const told = await until('it is told', async () => {
      const contact = await site.contactOf(sessionId);
      const event = contact?.events.find(({ kind }) => kind === 'recording.waits-for-vault');
      return contact && event && { contact, at: event.at.getTime() };
    });
    expect(told.contact).toMatchObject({ closedAt: null, outcomes: [] });
    expect(told.at).toBeLessThanOrEqual(endedBy);
    await mountAgain();
    const contact = await site.closedContact(sessionId);
    expect(contact).toMatchObject({ endReason: 'bye', outcomes: [{ outcome: 'kept' }] });
    expect(contact.closedAt!.getTime()).toBe(told.at);
    expect(contact.events.filter(({ kind }) => kind === 'recording.waits-for-vault')).toHaveLength(1);
  });

  it('and that goes before the files of an ended call are complete leaves a call that has ended, and is kept', async () => {
    await start();
    expect((await endsWithoutVault()).outcome).toBe('completed');
    const endedBy = Date.now();
    await site.recorder.stop();
    await mountAgain();
    await start();
    const contact = await site.closedContact(sessionId);
    expect(contact).toMatchObject({ endReason: 'bye', outcomes: [{ outcome: 'kept', cause: null }] });
    expect(contact.closedAt!.getTime()).toBeLessThanOrEqual(endedBy);
    expect(contact.events.map(({ kind }) => kind)).not.toContain('recording.rest-missing');
    expect(contact.recordings[0]!.gaps).toEqual([]);
  });
});
