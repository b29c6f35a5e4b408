import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AuditLog, configurationEntities } from '@voxkeep/configuration';
import { databaseNames } from '@voxkeep/contracts';
import { forgetSettings, newId, type Database } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { AuditSequencer } from '../audit-sequencer/audit-sequencer.js';
import { readSigner, verifierOf } from '../audit-sequencer/signing-key.js';
import { Witness } from '../audit-sequencer/witness.js';
import { Databases } from '../databases.js';
import { sentenceOf } from './damage.js';
import { verifyAudit } from './verify-audit.js';

const patienceMs = 10_000;

describe('the audit log', () => {
  let fresh: readonly FreshDatabase[];
  let databases: Databases;
  let sequencer: AuditSequencer;
  let directory: string;
  let log: AuditLog;

  const start = async () => {
    sequencer = new AuditSequencer(databases, log);
    await sequencer.onApplicationBootstrap();
  };
  const witness = () => new Witness(path.join(directory, 'witness'));
  const checkpointsFile = () => path.join(directory, 'witness', 'audit-checkpoints.jsonl');
  const act = (database: Database, times = 1) =>
    database.transaction(async (t) => {
      for (let n = 0; n < times; n += 1)
        await t.audit({ action: 'recording.listen', actor: newId(), subject: newId(), columns: ['customer_number'] });
    });
  /** Watches without a fixed pause until the second sink has seen a log of this size. */
  const witnessed = async (size: number) => {
    const until = performance.now() + patienceMs;
    while ((witness().read().notes.at(-1)?.size ?? 0) < size || ((await log.latestCheckpoint())?.size ?? 0) < size) {
      if (performance.now() > until) throw new Error(`only ${await log.size()} of ${size} events`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const verify = async () => {
    const signer = witness().verifier() ?? verifierOf(readSigner(path.join(directory, 'signing.pem')));
    return verifyAudit(log, witness(), signer);
  };
  const damages = async () => (await verify()).damages;
  const tamper = async (sql: string, params: readonly unknown[] = []) => {
    const configuration = databases.of('configuration');
    for (const table of ['leaf', 'checkpoint']) await configuration.rows(`alter table audit.${table} disable trigger user`);
    await configuration.rows(sql, params);
  };

  beforeEach(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'vk-audit-'));
    fresh = await Promise.all(
      databaseNames.map((name) => freshDatabase(name, name === 'configuration' ? configurationEntities : [])),
    );
    databases = new Databases(fresh.map(({ database }) => database));
    log = new AuditLog(databases.of('configuration'));
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path.join(directory, 'signing.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    process.env['VOXKEEP_AUDIT_SIGNING_KEY'] = path.join(directory, 'signing.pem');
    process.env['VOXKEEP_WITNESS'] = path.join(directory, 'witness');
    forgetSettings();
    await start();
  }, 60_000);
  afterEach(async () => {
    await sequencer.beforeApplicationShutdown();
    await Promise.all(fresh.map((one) => one.drop()));
    rmSync(directory, { recursive: true, force: true });
  });

  /** Ten events of every database, signed at least twice. */
  const filled = async () => {
    for (const [at, database] of databases.all().entries()) {
      await act(database, 10);
      if (at % 3 === 0) await witnessed(10 * (at + 1));
    }
    await witnessed(70);
    await sequencer.beforeApplicationShutdown();
  };

  it('takes the events of all seven databases and is intact', async () => {
    await filled();
    const verdict = await verify();
    expect(verdict).toMatchObject({ events: 70, authenticated: true, damages: [] });
    expect(verdict.checkpoints).toBe(verdict.witnessed);
    const sources = await databases.of('configuration').rows('select distinct source from audit.leaf');
    expect(sources).toHaveLength(7);
  });

  it('has a change on the second sink within a second', async () => {
    const lags: number[] = [];
    for (let n = 1; n <= 10; n += 1) {
      const since = performance.now();
      await act(databases.of('operative'));
      await witnessed(n);
      lags.push(performance.now() - since);
    }
    expect(Math.max(...lags)).toBeLessThan(1000);
  }, 15_000);

  it('goes on where it was left, and signs what its predecessor did not come to sign', async () => {
    await filled();
    await act(databases.of('history'), 3);
    await start();
    await witnessed(73);
    expect(await damages()).toEqual([]);
  });

  it('names an event that was edited', async () => {
    await filled();
    await tamper(`update audit.leaf set actor = 'somebody-else' where seq = 17`);
    expect((await damages()).map(sentenceOf)).toEqual(['Event 17 was edited after it was logged.']);
  });

  it('names where an event was written again with a hash to match', async () => {
    await filled();
    await tamper('update audit.leaf set leaf_hash = $1 where seq = 17', [createHash('sha256').update(randomBytes(8)).digest()]);
    const kinds = (await damages()).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['event-rewritten', 'history-differs']));
    expect(await damages()).toContainEqual({ kind: 'event-rewritten', event: 17 });
  });

  it('names an event that was removed from the middle', async () => {
    await filled();
    await tamper('delete from audit.leaf where seq = 17');
    expect(await damages()).toEqual([{ kind: 'event-removed', event: 17 }]);
  });

  it('names a log that was cut', async () => {
    await filled();
    await tamper('delete from audit.leaf where seq >= 60');
    expect(await damages()).toContainEqual({ kind: 'truncated', events: 60, signed: 70 });
  });

  it('names a database that was rolled back, which agrees with itself', async () => {
    await act(databases.of('operative'), 5);
    await witnessed(5);
    const configuration = databases.of('configuration');
    for (const table of ['leaf', 'tile', 'checkpoint', 'head'])
      await configuration.rows(`create table image_${table} as table audit.${table}`);
    await act(databases.of('operative'), 5);
    await witnessed(10);
    await sequencer.beforeApplicationShutdown();
    for (const table of ['leaf', 'tile', 'checkpoint', 'head']) {
      await tamper(`delete from audit.${table}`);
      await configuration.rows(`insert into audit.${table} select * from image_${table}`);
    }
    expect(await damages()).toEqual([{ kind: 'rolled-back', events: 5, witnessed: 10 }]);
    await act(databases.of('operative'), 9);
    await start();
    await witnessed(14);
    expect((await damages()).map(({ kind }) => kind)).toContain('rolled-back');
  });

  it('names a second sink that was cut, and a checkpoint that somebody else signed', async () => {
    await filled();
    const lines = readFileSync(checkpointsFile(), 'utf8').split('\n');
    writeFileSync(checkpointsFile(), `${lines.slice(0, 1).join('\n')}\n`);
    expect((await damages()).map(({ kind }) => kind)).toEqual(['witness-cut']);
    await tamper(`update audit.checkpoint set note = replace(note, 'signed 20', 'signed 19') where size = 70`);
    expect(await damages()).toContainEqual({ kind: 'checkpoint-forged', place: 'database', size: 70 });
  });

  it('names a tile whose hashes are others', async () => {
    await filled();
    await tamper(`update audit.tile set hashes = set_byte(hashes, 5, 255 - get_byte(hashes, 5))`);
    expect(await damages()).toEqual([{ kind: 'tile-differs', tile: 'tile/0/000.p/70' }]);
  });

  it('takes a half line of the second sink, left by a loss of power, for what it is', async () => {
    await filled();
    appendFileSync(checkpointsFile(), '{"size":71,"no');
    expect(await damages()).toEqual([]);
    await act(databases.of('operative'));
    await start();
    await witnessed(71);
    expect(await damages()).toEqual([]);
  });
});
