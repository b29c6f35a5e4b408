import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { migrate, openDatabase, type Database } from '@voxkeep/platform';
import { startCluster, type Cluster } from '../../../../test/support/cluster.js';
import { keyringEntities } from '../entities/keyring-entities.js';
import { DestroyedKeysFile } from './destroyed-keys-file.js';
import { Destruction } from './destruction.js';
import { OwnerKeys } from './owner-keys.js';
import { RootKeys } from './root-keys.js';
import { Scrub } from './scrub.js';
import { newKey } from './wrapping.js';

/** Settings of the keyring's own instance as the appliance starts it. */
const ofTheKeyring = { wal_recycle: 'off', min_wal_size: '32MB', max_wal_size: '64MB' };

describe('the bytes of a destroyed key', () => {
  let cluster: Cluster;
  let database: Database;
  let admin: Client;
  let sink: string;
  beforeAll(async () => {
    cluster = await startCluster();
    sink = mkdtempSync(join(tmpdir(), 'vk-sink-'));
    admin = new Client({ connectionString: cluster.url('postgres') });
    await admin.connect();
    for (const [name, value] of Object.entries(ofTheKeyring)) await admin.query(`alter system set ${name} = '${value}'`);
    await admin.query('select pg_reload_conf()');
    await admin.query('create database keyring');
    await migrate(cluster.url('keyring'), 'keyring');
    database = await openDatabase('keyring', { url: cluster.url('keyring') }, keyringEntities);
  });
  afterAll(async () => {
    await database.close();
    await admin.end();
    await cluster.stop();
    rmSync(sink, { recursive: true, force: true });
  });

  /** Files of the instance that hold one of these byte strings, the log of changes told apart. */
  const filesWith = (needles: readonly Buffer[]): readonly string[] => {
    const data = join(cluster.directory, 'data');
    return readdirSync(data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => {
        const bytes = readFileSync(path);
        return needles.some((needle) => bytes.includes(needle));
      })
      .map((path) => path.slice(data.length + 1));
  };

  it('are in no file of the instance after the table was rewritten and the log of changes passed its checkpoint', async () => {
    const owners = new OwnerKeys(database, new RootKeys({ version: 1, key: newKey() }));
    await database.rows(`insert into root_version (version, check_value, state) values (1, $1, 'current')`, [newKey()]);
    const all = Array.from({ length: 400 }, () => ({ ownerId: randomUUID(), ownerClass: 'contact-customer' as const }));
    await owners.mint(all, 'recorder');
    const gone = all.slice(0, 100);
    const wrapped = (
      await database.rows<{ wrapped: Buffer }>('select wrapped from subject_key where owner_id = any($1::uuid[])', [
        gone.map(({ ownerId }) => ownerId),
      ])
    ).map((row) => row.wrapped);
    expect(wrapped).toHaveLength(100);
    await admin.query('checkpoint');
    expect(filesWith(wrapped)).not.toEqual([]);

    const destruction = new Destruction(database, new DestroyedKeysFile(sink), () => new Date());
    await destruction.destroy(gone, { caseRef: 'case', entry: { action: 'key.destroy', actor: 'system:data-protection' } });
    await new Scrub(database, 0).now();

    expect(filesWith(wrapped)).toEqual([]);
    expect(await owners.find(all, true)).toHaveLength(300);
  });
});
