import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { verifierKey } from '@voxkeep/audit';
import type { http } from '@voxkeep/contracts';
import type { ApiClient } from '../support/api-client.js';
import { TestAppliance } from '../support/appliance.js';
import { needlesOf, scan, type Needle } from '../support/byte-scan.js';
import { call, closedContact, contactOf, heard } from '../support/calls.js';
import { asSuperuser, writeOut } from '../support/databases.js';
import { itInFull } from '../support/full-run.js';
import { startFurnished } from '../support/furnished-site.js';
import { patienceMs } from '../support/patience.js';
import { signInAgain } from '../support/sign-in.js';
import type { Site } from '../support/site.js';
import { until } from '../support/until.js';
import { filesBelow } from '../support/vault.js';

const root = resolve(__dirname, '../..');
const node = join(root, 'node_modules/.bin/node');
const command = join(root, 'dist/apps/appliance/src/command.js');
const purpose = { code: 'data-subject-request' };
const gone = { name: 'Quirinus Zzyzx-Vantablack', number: '+442079460147', email: 'quirinus.zzyzx@example.org' };
const stays = { name: 'Orsolya Neighbour', number: '+442079460258', email: 'orsolya@example.net' };

const secrets: readonly Needle[] = [
  ...needlesOf('name', gone.name),
  ...needlesOf('e-mail', gone.email),
  ...needlesOf('number', gone.number),
  ...needlesOf('digits', gone.number.slice(3)),
];

describe('a backup, an erasure, and the backup put back', () => {
  let place: string;
  let appliance: TestAppliance;
  let site: Site;
  let restored: TestAppliance | undefined;
  let set: string;
  let person: http.FoundPerson;
  let recordingIds: Readonly<Record<'gone' | 'stays', string>>;
  let erasedOwners: readonly string[];
  let wrappedKeys: readonly Buffer[];

  const at = (...names: string[]): string => join(place, ...names);
  const voxkeep = (...words: string[]): SpawnSyncReturns<string> =>
    spawnSync(node, ['--enable-source-maps', command, ...words], { cwd: root, encoding: 'utf8', timeout: patienceMs });
  const restoreWords = (more: Readonly<Record<string, string>> = {}): string[] =>
    Object.entries({
      '--from': set,
      '--data': at('new'),
      '--sink': at('sink'),
      '--keys': at('keys'),
      '--identity': at('keys', 'backup-identity.txt'),
      ...more,
    }).flat();
  const restore = (more: Readonly<Record<string, string>> = {}) => voxkeep('restore', ...restoreWords(more));
  const find = async (client: ApiClient, phone: string) =>
    (await client.demand<{ found: http.FoundPerson[] }>('POST', 'data-protection/find', { phone, purpose })).found;

  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'vk-backup-'));
    chmodSync(place, 0o711); // the database's account passes through, as it does below a data directory
    ({ appliance, site } = await startFurnished());
    const [one, other] = await Promise.all([placed(gone.number, 'backup-gone', 4711), placed(stays.number, 'backup-stays', 12)]);
    for (const { name, number, email } of [gone, stays])
      await site.admin.client.demand('POST', 'operations/directory/entries', {
        fullName: name,
        phones: [number],
        emails: [email],
      });
    recordingIds = { gone: one.recordings[0]!.id, stays: other.recordings[0]!.id };
    person = await until('the call is attributed', async () => {
      const [found] = await find(site.dpo.client, gone.number);
      return found?.fullName === gone.name ? found : undefined;
    });
  });
  afterAll(async () => {
    site.close();
    await restored?.stop();
    await appliance.end();
    rmSync(place, { recursive: true, force: true });
  });

  const placed = async (number: string, sessionId: string, seed: number): Promise<http.ContactDetail> => {
    const digits = [{ key: '1', on: 'customer', afterMs: 400 } as const];
    await call(appliance, { customer: `tel:${number}`, sessionId, seed, durationMs: 3000, digits });
    return closedContact(site, await contactOf(appliance, sessionId));
  };
  const erase = async (): Promise<void> => {
    const { personId, contactPointIds } = person;
    const opened = {
      kind: 'erasure',
      subject: { personId, contactPointIds },
      verification: { level: 2, method: 'document-seen' },
    };
    const { id } = await site.dpo.client.demand<{ id: string }>('POST', 'data-protection/cases', opened);
    const path = `data-protection/cases/${id}`;
    const { planHash } = await site.dpo.client.demand<http.ErasurePreview>('GET', `${path}/erasure`);
    await site.deputy.client.demand('POST', `${path}/approval`, { planHash });
    await site.dpo.client.demand('POST', `${path}/erasure`, { planHash, confirm: 'ERASE' });
    const state = await until('the erasure has ended', async () => {
      const detail = await site.dpo.client.demand<http.CaseDetail>('GET', path);
      return ['backup-pending', 'failed'].includes(detail.state) ? detail.state : undefined;
    });
    expect(state).toBe('backup-pending');
  };
  const keysOf = async (owner: TestAppliance, ids: readonly string[]) =>
    (
      await asSuperuser(
        owner,
        'keyring',
        (client) => client.query<{ wrapped: Buffer }>('select wrapped from subject_key where owner_id = any($1::uuid[])', [ids]),
        'keyring',
      )
    ).rows.map(({ wrapped }) => wrapped);

  describe('is made', () => {
    let keysBefore: readonly { id: string; wrapped: Buffer }[];

    it('of nine stores and every recording while the appliance serves, with nothing in clear', async () => {
      keysBefore = (
        await asSuperuser(
          appliance,
          'keyring',
          (client) => client.query<{ id: string; wrapped: Buffer }>('select owner_id as id, wrapped from subject_key'),
          'keyring',
        )
      ).rows;
      const made = voxkeep('backup', '--to', at('target'), '--data', appliance.data);
      expect([made.status, made.stderr]).toEqual([0, '']);
      expect(made.stdout).toMatch(/9 stores, \d+ tables, \d+ rows, 4 recordings/);
      set = at('target', 'sets', readdirSync(at('target', 'sets'))[0]!);
      expect(scan([at('target')], [...secrets, ...needlesOf('queue', 'Service desk')])).toEqual([]);
    });

    it('without the root key, and with the keyring apart from the data', () => {
      const rootKey = readFileSync(join(appliance.data, 'keys', 'root.key'), 'ascii')
        .split(' ')[1]!
        .trim();
      expect(scan([at('target')], needlesOf('root key', rootKey))).toEqual([]);
      expect(readdirSync(set).filter((name) => name.includes('keyring'))).toEqual([]);
      expect(readdirSync(at('target', 'keyring'))).toHaveLength(2);
    });

    it('and is older than an erasure', async () => {
      await erase();
      expect(await find(site.dpo.client, gone.number)).toEqual([]);
      const lines = readFileSync(join(appliance.data, 'witness', 'destroyed-keys.jsonl'), 'utf8')
        .trim()
        .split('\n');
      erasedOwners = lines.map((line) => (JSON.parse(line) as { ownerId: string }).ownerId);
      wrappedKeys = keysBefore.filter(({ id }) => erasedOwners.includes(id)).map(({ wrapped }) => wrapped);
      expect(wrappedKeys.length).toBeGreaterThan(0);
      site.close();
      await appliance.stop();
      cpSync(join(appliance.data, 'witness'), at('sink'), { recursive: true });
      cpSync(join(appliance.data, 'keys'), at('keys'), { recursive: true });
    });
  });

  describe('is refused', () => {
    const refusal = (more: Readonly<Record<string, string>> = {}): string => {
      const refused = restore(more);
      expect([refused.status, readdirSync(place).includes('new')]).toEqual([78, false]);
      return refused.stderr;
    };
    const without = (file: string, work: () => void): void => {
      renameSync(file, `${file}.aside`);
      try {
        work();
      } finally {
        renameSync(`${file}.aside`, file);
      }
    };
    const changed = (file: string, change: () => void, work: () => void): void => {
      cpSync(file, at('kept'), { preserveTimestamps: true });
      chmodSync(file, 0o600);
      change();
      try {
        work();
      } finally {
        cpSync(at('kept'), file, { preserveTimestamps: true });
      }
    };

    it.each(['audit-verifier.key', 'audit-checkpoints.jsonl'])('without the second sink’s %s, by its name', (name) => {
      without(at('sink', name), () => {
        expect(refusal()).toContain(`${at('sink', name)} is missing from the second sink`);
      });
    });

    itInFull('with a second sink that is older than the set', () => {
      const file = at('sink', 'audit-checkpoints.jsonl');
      const first = readFileSync(file, 'utf8').split('\n')[0]!;
      const cut = () => {
        writeFileSync(file, `${first}\n`);
      };
      changed(file, cut, () => {
        expect(refusal()).toMatch(
          /audit-checkpoints\.jsonl of the second sink is older than the set: it knows \d+ and the set knew \d+/,
        );
      });
    });

    itInFull('with the second sink of another appliance', () => {
      const file = at('sink', 'audit-verifier.key');
      const { publicKey } = generateKeyPairSync('ed25519');
      const foreign = () => {
        writeFileSync(file, `${verifierKey({ name: 'voxkeep/audit/0000000000000000', publicKey })}\n`);
      };
      changed(file, foreign, () => {
        expect(refusal()).toContain('This second sink is of another appliance');
      });
    });

    it('when a byte was flipped, with the file and both hashes', () => {
      const file = join(set, 'operative.age');
      const flip = () => {
        const bytes = readFileSync(file);
        bytes[bytes.length >> 1]! ^= 1;
        writeFileSync(file, bytes);
      };
      changed(file, flip, () => {
        expect(refusal()).toMatch(/operative\.age is damaged: its SHA-256 is [0-9a-f]{64} and was [0-9a-f]{64}/);
      });
    });

    itInFull('when a file was cut short', () => {
      const file = join(set, 'history.age');
      const cut = () => {
        truncateSync(file, 100);
      };
      changed(file, cut, () => {
        expect(refusal()).toMatch(/history\.age has 100 bytes and was written with \d+/);
      });
    });

    it('when a store or a recording is missing', () => {
      without(join(set, 'directory.age'), () => {
        expect(refusal()).toContain('directory.age is missing from the set');
      });
      const [recording] = filesBelow(at('target', 'vault'));
      without(recording!.path, () => {
        expect(refusal()).toContain(`${recording!.path} is missing from the set`);
      });
    });

    it('when the manifest says something else than was signed', () => {
      const file = join(set, 'manifest.note');
      const forge = () => {
        writeFileSync(file, readFileSync(file, 'utf8').replace('"journalledCases":0', '"journalledCases":1'));
      };
      changed(file, forge, () => {
        expect(refusal()).toContain('manifest.note was changed after it was signed');
      });
    });

    itInFull('with another root key, and with an identity that does not open it', () => {
      const file = at('keys', 'root.key');
      const other = () => {
        writeFileSync(file, `voxkeep-root-1 ${Buffer.alloc(32, 9).toString('base64')}\n`);
        chmodSync(file, 0o400);
      };
      changed(file, other, () => {
        expect(refusal()).toContain('is not the root key under which this copy of the keyring is');
      });
      expect(refusal({ '--identity': file })).toContain('does not open this set');
    });
  });

  describe('is restored', () => {
    it('not into a directory in which something lies', () => {
      expect(restore({ '--data': at('keys') }).stderr).toContain('is not empty');
    });

    it('by a command that, killed half-way, leaves a directory that says it cannot be used', async () => {
      const child = spawn(node, [command, 'restore', ...restoreWords()], { cwd: root, stdio: 'ignore' });
      await until('the restore writes rows', () => readdirSync(place).includes('new') && readdirSync(at('new')).includes('keys'));
      child.kill('SIGKILL');
      await until('it is gone', () => child.signalCode !== null);
      const refused = await TestAppliance.startToRefuse({ data: at('new') });
      expect([refused.code, refused.complained.join()]).toEqual([78, expect.stringContaining('begun and not finished')]);
    });

    it('and can be begun again, erasing again what was erased since', () => {
      const { status, stdout, stderr } = restore();
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/Erased again what was erased since: [1-9]\d* rows of 1 cases, [1-9]\d* keys/);
    });

    it('and the appliance starts on it', async () => {
      restored = await TestAppliance.start({ data: at('new'), ports: appliance.ports });
      // The keyring's own rows come into the log by another way than those of the databases.
      const acts = ['backup.restore', 'restore.erase', 'restore.destroy-keys'];
      await until('the restore, the erasure and the keys stand in the log', async () => {
        const { rows } = await asSuperuser(restored!, 'configuration', (client) =>
          client.query<{ action: string }>('select distinct action from audit.leaf where action = any($1)', [acts]),
        );
        return rows.length === acts.length;
      });
      for (const who of [site.dpo, site.supervisor]) {
        Object.assign(who, { client: restored.newClient() });
        await signInAgain(who.client, who);
      }
    });

    it('without the erased person: search, rows, keys, recording', async () => {
      expect(await find(site.dpo.client, gone.number)).toEqual([]);
      const ids = [person.personId, ...person.contactPointIds];
      for (const table of ['person', 'contact_point'])
        expect(
          (
            await asSuperuser(restored!, 'directory', (client) =>
              client.query(`select 1 from ${table} where id = any($1::uuid[])`, [ids]),
            )
          ).rows,
        ).toEqual([]);
      expect(await keysOf(restored!, erasedOwners)).toEqual([]);
      const answer = await site.supervisor.client.post(`operations/recordings/${recordingIds.gone}/listening`, {
        purpose: { code: 'quality-check' },
      });
      expect([404, 409, 410]).toContain(answer.status);
      expect(filesBelow(restored!.vault)).toHaveLength(2);
    });

    it('with nothing of it in clear, and no page or log segment that holds one of its wrapped keys', async () => {
      await writeOut(restored!);
      expect(scan([restored!.data], secrets)).toEqual([]);
      expect(
        scan(
          [restored!.data],
          wrappedKeys.map((bytes, n) => ({ name: `wrapped key ${n}`, bytes })),
        ),
      ).toEqual([]);
    });

    it('with everybody else as they were: found, readable, heard', async () => {
      const [found] = await find(site.dpo.client, stays.number);
      expect(found?.fullName).toBe(stays.name);
      const { wav } = await heard(site, recordingIds.stays);
      expect(wav.length).toBeGreaterThan(2 * 2 * 8000);
    });

    it('with an audit log that is intact and says what was lost', () => {
      const { status, stdout } = voxkeep('audit', 'verify', '--data', restored!.data);
      expect([status, stdout]).toEqual([
        0,
        expect.stringMatching(/intact[^]*Restored from \S+ at \S+: the log goes on from \d+ events; [1-9]\d* later ones/),
      ]);
    });

    it('and serves on: a new call is recorded', async () => {
      const contacts = async () =>
        (
          await asSuperuser(restored!, 'operative', (client) =>
            client.query<{ n: number }>('select count(*)::int as n from contact'),
          )
        ).rows[0]!.n;
      const before = await contacts();
      const digits = [{ key: '1', on: 'customer', afterMs: 400 } as const];
      await call(restored!, { customer: 'tel:+442079460999', sessionId: 'after-restore', seed: 5, durationMs: 2000, digits });
      await until('the call is there', async () => (await contacts()) === before + 1);
      await until('it is in the vault', () => filesBelow(restored!.vault).length === 4);
    });
  });

  describe('ends', () => {
    const registered = async (sql: string) =>
      (await asSuperuser(restored!, 'configuration', (client) => client.query<{ n: number }>(sql))).rows[0]?.n;

    it('its copy of the keyring first, on the disk and in the register', async () => {
      await registered(
        `update protection.backup_set set made_at = made_at - interval '8 days', keyring_expires_at = keyring_expires_at - interval '8 days'`,
      );
      const pruned = voxkeep('backup', 'prune', '--to', at('target'), '--data', restored!.data);
      expect([pruned.status, pruned.stdout]).toEqual([0, expect.stringContaining('Removed the copy of the keyring')]);
      expect(readdirSync(at('target', 'keyring'))).toEqual([]);
      expect(await registered('select count(*)::int as n from protection.backup_set where keyring_removed_at is not null')).toBe(
        1,
      );
      expect(voxkeep('backup', 'list', '--to', at('target'), '--data', restored!.data).stdout).toContain(
        'no copy of the keyring here',
      );
    });

    it('and is refused from then on, since nothing in it can be read', () => {
      expect(restore({ '--data': at('again') }).stderr).toContain('no copy of the keyring');
    });

    it('the data after it, with recordings that no set holds any more', async () => {
      await registered(`update protection.backup_set set expires_at = expires_at - interval '40 days'`);
      const pruned = voxkeep('backup', 'prune', '--to', at('target'), '--data', restored!.data);
      expect(pruned.stdout).toMatch(/Removed the set[^]*Removed 4 recordings that no set holds any more/);
      expect(filesBelow(at('target'))).toEqual([]);
    });
  });
});
