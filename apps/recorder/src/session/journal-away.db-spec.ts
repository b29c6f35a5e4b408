import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostics, Readiness } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { MountedFolder } from '../../../../test/support/mounted-folder.js';
import { until } from '../../../../test/support/until.js';
import { RecorderSite } from './recorder-site.fixture.js';

const whyNot = MountedFolder.whyNot();

describe('a recorder without a call whose journal’s disk', () => {
  let site: RecorderSite;
  let readiness: Readiness;

  beforeEach(async () => {
    keptLog(['3725550100', '5550100']);
    site = await RecorderSite.make();
    await site.configure({ recording: { mode: 'always-with-notice' } });
    readiness = new Readiness();
  });
  afterEach(async () => {
    await site.close();
    diagnostics.replace(undefined);
  });

  const part = async () => (await readiness.report()).parts.find(({ name }) => name === 'journal');
  const told = async () =>
    (
      await site.operative.database.rows<{ trouble: string | null }>(
        `select payload ->> 'trouble' as trouble from outbox where type = 'recorder.standing.v1' order by id`,
      )
    ).map(({ trouble }) => trouble);

  const refusesFor = async (trouble: string) => {
    await until('it says so', async () => (await part())?.because === trouble);
    expect(await site.call({ sessionId: randomUUID(), durationMs: 60 })).toMatchObject({ outcome: 'rejected', status: 503 });
    await until('it is told', async () => (await told()).at(-1) === trouble);
  };
  const keepsAgain = async () => {
    await until('it is over', async () => (await part())?.ready === true && (await told()).at(-1) === null);
    const sessionId = randomUUID();
    expect((await site.call({ sessionId, durationMs: 600 })).outcome).toBe('completed');
    expect((await site.closedContact(sessionId)).outcomes).toMatchObject([{ outcome: 'kept' }]);
  };

  it('owes an answer says that it fails, takes no call, and goes on by itself once it answers', async () => {
    (await site.startRecorder()).reportTo(readiness);
    // Opening a pipe that nobody reads hangs, as a disk of another machine does that is away.
    const tried = join(site.directory, 'journal', '.takes-files');
    await until('it hangs', () => spawnSync('mkfifo', [tried]).status === 0, 1);
    await refusesFor('journal.failing');
    const reader = await open(tried, 'r');
    await keepsAgain();
    await reader.close();
    expect(new Set(await told())).toEqual(new Set([null, 'journal.failing']));
  });

  if (whyNot === undefined)
    it('was made read-only says so, takes no call, and goes on by itself once it can be written to', async () => {
      const disk = new MountedFolder();
      try {
        (await site.startRecorder({ journalFolder: disk.directory })).reportTo(readiness);
        await until('it takes calls', async () => (await part())?.ready);
        // Refused in the moment in which a file is tried.
        await until('it is read-only', () => isReadOnly(disk), 1);
        await refusesFor('journal.read-only');
        disk.makeReadOnly(false);
        await keepsAgain();
      } finally {
        await site.recorder.stop();
        await disk.remove();
      }
    });
  else it.skip(`was made read-only says so (not here: ${whyNot})`, () => undefined);
});

function isReadOnly(disk: MountedFolder): boolean {
  try {
    disk.makeReadOnly(true);
    return true;
  } catch {
    return false;
  }
}
