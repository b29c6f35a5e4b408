import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AuditLog, LogScan, configurationEntities } from '@voxkeep/configuration';
import { databaseNames } from '@voxkeep/contracts';
import { forgetSettings, newId, type Database } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { AuditSequencer } from '../audit-sequencer/audit-sequencer.js';
import { readSigner, verifierOf } from '../audit-sequencer/signing-key.js';
import { Witness } from '../audit-sequencer/witness.js';
import { until } from '../../../../test/support/until.js';
import { Databases } from '../databases.js';
import { sentenceOf } from './damage.js';
import { Intruder, places, seeded } from './intruder.fixture.js';
import { verifyAudit } from './verify-audit.js';

describe('the audit log', () => {
  let fresh: readonly FreshDatabase[];
  let databases: Databases;
  let sequencer: AuditSequencer;
  let directory: string;
  let log: AuditLog;

  const start = async (how: Partial<Pick<AuditSequencer, 'pollMs'>> = {}) => {
    sequencer = Object.assign(new AuditSequencer(databases, log), how);
    await sequencer.onApplicationBootstrap();
  };
  const witness = () => new Witness(path.join(directory, 'witness'));
  const checkpointsFile = () => path.join(directory, 'witness', 'audit-checkpoints.jsonl');
  const act = (database: Database, times = 1) =>
    database.transaction(async (t) => {
      for (let n = 0; n < times; n += 1)
        await t.audit({ action: 'recording.listen', actor: newId(), subject: newId(), columns: ['customer_number'] });
    });
  const witnessed = (size: number) =>
    until(`the second sink has seen ${size} events`, async () => {
      const signed = (await log.latestCheckpoint())?.size ?? 0;
      return signed >= size && (witness().read().notes.at(-1)?.size ?? 0) >= size;
    });
  const signer = () => readSigner(path.join(directory, 'signing.pem'));
  const verify = async (most?: number) => {
    const verifier = witness().verifier() ?? verifierOf(signer());
    return verifyAudit({ log, scan: new LogScan(databases.of('configuration')), witness: witness(), verifier }, most);
  };
  const damages = async () => (await verify()).damages;
  const intruder = () => new Intruder(databases.of('configuration'));
  const tamper = (sql: string, params: readonly unknown[] = []) => intruder().tamper(sql, params);

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
  });
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

  it('has a change on the second sink as soon as it is told of it, without looking by itself', async () => {
    await sequencer.beforeApplicationShutdown();
    await start({ pollMs: 3_600_000 });
    for (let n = 1; n <= 3; n += 1) {
      await act(databases.of('operative'));
      await witnessed(n);
    }
  });

  it('goes on where it was left, and signs what its predecessor did not come to sign', async () => {
    await filled();
    await act(databases.of('history'), 3);
    await start();
    await witnessed(73);
    expect(await damages()).toEqual([]);
  });

  it('names every event that was edited', async () => {
    await filled();
    const edited = places(seeded(1), 6, 70);
    await tamper(`update audit.leaf set actor = 'somebody-else' where seq = any($1)`, [edited]);
    expect((await damages()).map(sentenceOf)).toEqual(
      edited.map((event) => `Event ${String(event)} was edited after it was logged.`),
    );
  });

  it('names every event that was written again with a hash to match', async () => {
    await filled();
    const rewritten = places(seeded(2), 6, 70);
    for (const event of rewritten) await tamper('update audit.leaf set leaf_hash = $2 where seq = $1', [event, randomBytes(32)]);
    expect(await damages()).toEqual(rewritten.map((event) => ({ kind: 'event-rewritten', event })));
  });

  it('names every event that was deleted', async () => {
    await filled();
    const removed = places(seeded(3), 6, 69);
    await tamper('delete from audit.leaf where seq = any($1)', [removed]);
    expect(await damages()).toEqual(removed.map((event) => ({ kind: 'event-removed', event })));
  });

  it('names an event that was deleted when the later ones moved up to close the gap', async () => {
    await filled();
    const removed = 1 + seeded(4)(60);
    await tamper('delete from audit.leaf where seq = $1', [removed]);
    for (let seq = removed + 1; seq < 70; seq += 1) await tamper('update audit.leaf set seq = seq - 1 where seq = $1', [seq]);
    expect(await damages()).toEqual([
      { kind: 'event-removed', event: removed },
      { kind: 'reordered', first: removed + 1, last: 69, place: removed },
    ]);
  });

  it('names events that were reordered, and where each stands now', async () => {
    await filled();
    const [one = 0, other = 0] = places(seeded(5), 2, 70);
    await tamper('update audit.leaf set seq = 1000 where seq = $1', [one]);
    await tamper('update audit.leaf set seq = $2 where seq = $1', [other, one]);
    await tamper('update audit.leaf set seq = $1 where seq = 1000', [other]);
    expect(await damages()).toEqual([
      { kind: 'reordered', first: other, last: other, place: one },
      { kind: 'reordered', first: one, last: one, place: other },
    ]);
  });

  it('names a log that was cut', async () => {
    await filled();
    const left = 40 + seeded(6)(29);
    await tamper('delete from audit.leaf where seq >= $1', [left]);
    expect(await damages()).toEqual([{ kind: 'truncated', events: left, signed: 70 }]);
    await tamper('delete from audit.tile');
    expect((await damages()).map(({ kind }) => kind)).toContain('truncated');
  });

  it('names a log that was written anew and signed with the stolen key, by the second sink', async () => {
    await filled();
    const forged = 45 + seeded(7)(20);
    await tamper(`update audit.leaf set actor = 'somebody-else' where seq = $1`, [forged]);
    await intruder().rechain(signer());
    const found = await damages();
    expect(found).toContainEqual(expect.objectContaining({ kind: 're-chained', against: 'witness' }));
    expect(found).toContainEqual({ kind: 'event-rewritten', event: forged });
    expect(found.every(({ kind }) => ['re-chained', 'event-rewritten'].includes(kind))).toBe(true);
  });

  it('names it by the second sink alone when the first authentication key was lost', async () => {
    await filled();
    await tamper(`update audit.leaf set actor = 'somebody-else' where seq = 50`);
    await intruder().rechain(signer());
    rmSync(path.join(directory, 'witness', 'audit-first-mac.key'));
    expect((await damages()).map(({ kind }) => kind)).toEqual(['re-chained']);
  });

  it('names it by the first authentication key when the second sink was forged as well', async () => {
    await filled();
    const forged = seeded(8)(70);
    await tamper(`update audit.leaf set actor = 'somebody-else' where seq = $1`, [forged]);
    intruder().forgeSink(checkpointsFile(), await intruder().rechain(signer()));
    expect(await damages()).toEqual([
      { kind: 'event-rewritten', event: forged },
      { kind: 're-chained', from: forged, against: 'authentication-key' },
    ]);
  });

  it('names damages of every kind side by side', async () => {
    await filled();
    await tamper(`update audit.leaf set purpose = 'training' where seq = 3`);
    await tamper('delete from audit.leaf where seq = 21');
    await tamper('update audit.leaf set leaf_hash = $1 where seq = 33', [randomBytes(32)]);
    await tamper('delete from audit.leaf where seq >= 66');
    expect((await damages()).map(sentenceOf)).toEqual([
      'Event 21 was removed from the log.',
      'Event 33 was written again: its hash or its authentication code is another.',
      'Event 3 was edited after it was logged.',
      'The log was cut: it holds 66 events and was signed for 70.',
    ]);
  });

  it('lists as many of a kind as it was asked for and counts the rest', async () => {
    await filled();
    await tamper(`update audit.leaf set actor = 'somebody-else'`);
    const found = (await verify(5)).damages;
    expect(found).toHaveLength(6);
    expect(sentenceOf(found[5]!)).toBe('… and 65 more edited events.');
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

  it('names a tile above the leaves whose hashes are others', async () => {
    await act(databases.of('operative'), 600);
    await witnessed(600);
    await sequencer.beforeApplicationShutdown();
    expect(await damages()).toEqual([]);
    await tamper(`update audit.tile set hashes = set_byte(hashes, 5, 255 - get_byte(hashes, 5)) where level = 1`);
    expect(await damages()).toEqual([{ kind: 'tile-differs', tile: 'tile/1/000.p/2' }]);
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
