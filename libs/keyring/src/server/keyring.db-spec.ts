import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { Access, openText, recordAccess, sealText, type AuditedAccess, type SealContext } from '@voxkeep/personal-data';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { connectKeyring, type KeyringOptions } from '../client/connect-keyring.js';
import { underCase, type KeyOwner, type KeyringClient } from '../client/keyring-client.js';
import { PreMinted } from '../client/pre-minted.js';
import { SocketTransport } from '../client/socket-transport.js';
import { keyringEntities } from '../entities/keyring-entities.js';
import type { ClientName } from '../protocol/clients.js';
import { createRootKeyFile, RootKeyFile } from '../root-key/root-key-file.js';
import { clientSocketPath } from './client-socket.js';
import { lockKeyring } from './keyring-lock.js';
import { KeyringServer, type KeyringServerOptions } from './keyring-server.js';

const caseId = '0b6f2b8e-7a52-4c0e-9b1b-2a3d4e5f6071';
const auditedFor = (code: string, under: { caseId?: string } = {}): Promise<AuditedAccess> =>
  recordAccess(Access.by({ actorId: 'user-1', kind: 'user' }, { code }, under), () => Promise.resolve());
const servingCustomer = () => auditedFor('serve-customer');
const forCase = async () => underCase(await auditedFor('data-subject-request', { caseId }));

const customer = (): KeyOwner => ({ ownerId: randomUUID(), ownerClass: 'contact-customer' });
const person = (): KeyOwner => ({ ownerId: randomUUID(), ownerClass: 'person' });
const contactPoint = (): KeyOwner => ({ ownerId: randomUUID(), ownerClass: 'contact-point' });

describe('the keyring', () => {
  let fresh: FreshDatabase;
  let directory: string;
  let server: KeyringServer;
  let now = new Date();
  const clients: KeyringClient[] = [];

  const client = (name: ClientName, options: KeyringOptions = {}): KeyringClient => {
    const made = connectKeyring(clientSocketPath(directory, name, false), { watchDestructions: false, ...options });
    clients.push(made);
    return made;
  };
  const start = async (options: Partial<KeyringServerOptions> = {}, rootKeyFile = join(directory, 'root.key')) => {
    server = new KeyringServer(fresh.database, new RootKeyFile(rootKeyFile), {
      socketDirectory: directory,
      directoryPerClient: false,
      witnessDirectory: join(directory, 'witness'),
      indexTermsPerMinute: 1000,
      now: () => now,
      ...options,
    });
    return server.start();
  };
  const countersOf = async (name: ClientName) =>
    (await new SocketTransport(clientSocketPath(directory, name, false)).health()).counters;
  const rowsOf = async (owner: KeyOwner) =>
    fresh.database.rows('select state from subject_key where owner_id = $1', [owner.ownerId]);

  beforeEach(async () => {
    fresh = await freshDatabase('keyring', keyringEntities);
    directory = mkdtempSync(join(tmpdir(), 'vk-keyring-'));
    await createRootKeyFile(join(directory, 'root.key'));
    now = new Date();
  });
  afterEach(async () => {
    for (const made of clients.splice(0)) made.close();
    await server.stop();
    await fresh.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  describe('when it is unsealed', () => {
    beforeEach(async () => {
      expect(await start()).toBe('ready');
    });

    it('opens what was minted, the same key for every client that may', async () => {
      const owner = customer();
      const minted = await client('recorder').mint([owner], ['contact', 'media']);
      const opened = await client('operations').open(await servingCustomer(), [{ ...owner, domain: 'media' }]);
      expect(opened.key(owner.ownerId, owner.ownerClass, 'media')).toEqual(minted.key(owner.ownerId, owner.ownerClass, 'media'));
      expect(opened.size).toBe(1);
      expect(minted.size).toBe(2);
    });

    it('has every key after a restart', async () => {
      const owner = person();
      const minted = await client('operations', { cacheMs: 0 }).mint([owner], ['identity']);
      await server.stop();
      await start();
      const opened = await client('configurator').open(await auditedFor('administration'), [{ ...owner, domain: 'identity' }]);
      expect(opened.key(owner.ownerId, 'person', 'identity')).toEqual(minted.key(owner.ownerId, 'person', 'identity'));
    });

    it('answers the keys of an owner that exists to a client that may open it, and to no other', async () => {
      const owner = customer();
      const first = await client('recorder', { cacheMs: 0 }).mint([owner], ['contact']);
      const again = await client('recorder', { cacheMs: 0 }).mint([owner], ['contact']);
      const operations = await client('operations').mint([owner], ['contact']);
      expect(again.size).toBe(0);
      expect(operations.key(owner.ownerId, owner.ownerClass, 'contact')).toEqual(
        first.key(owner.ownerId, owner.ownerClass, 'contact'),
      );
    });

    it('keeps no key in clear in its tables', async () => {
      const owner = customer();
      await client('recorder').mint([owner], ['contact']);
      const [row] = await fresh.database.rows<{ wrapped: Buffer; commitment: Buffer; minted_by: string }>(
        'select * from subject_key',
      );
      expect(row).toMatchObject({ minted_by: 'recorder', root_version: 1, state: 'active' });
      expect(row?.wrapped).toHaveLength(72);
    });

    it('lets nobody open what the policy keeps from them', async () => {
      const owner = customer();
      await client('recorder').mint([owner], ['contact']);
      const wanted = [{ ...owner, domain: 'contact' as const }];
      await expect(client('recorder', { cacheMs: 0 }).open(await servingCustomer(), wanted)).rejects.toMatchObject({
        code: 'keyring.refused',
        data: { operation: 'open', reason: 'operation' },
      });
      await expect(client('configurator').open(await servingCustomer(), wanted)).rejects.toMatchObject({
        data: { reason: 'domain' },
      });
      await expect(client('data-protection').open(await servingCustomer(), wanted)).rejects.toMatchObject({
        data: { reason: 'case-missing' },
      });
    });

    it('lets operations not destroy', async () => {
      const owner = customer();
      await client('recorder').mint([owner], ['contact']);
      await expect(client('operations').destroy(await forCase(), [owner])).rejects.toMatchObject({
        data: { operation: 'destroy', reason: 'operation' },
      });
      expect(await rowsOf(owner)).toHaveLength(1);
    });

    it('is asked to open nothing by an access that is not on record', async () => {
      const unrecorded = {
        access: Access.by({ actorId: 'user-1', kind: 'user' }, { code: 'serve-customer' }),
      } as unknown as AuditedAccess;
      await expect(client('operations').open(unrecorded, [])).rejects.toMatchObject({ code: 'access.not-audited' });
    });

    it('counts for each client what it was given, and nothing of what it was', async () => {
      await client('recorder').mint([customer(), customer()], ['contact', 'media']);
      await client('recorder')
        .open(await servingCustomer(), [{ ...customer(), domain: 'contact' }])
        .catch(() => undefined);
      expect(await countersOf('recorder')).toEqual({ 'mint.requests': 1, 'mint.items': 4, refused: 1 });
      expect(await countersOf('operations')).toEqual({});
    });

    it('refuses a request that is not of its form, without repeating it', async () => {
      const malformed = client('operations').mint([{ ownerId: 'canary', ownerClass: 'person' }], ['identity']);
      await expect(malformed).rejects.toMatchObject({
        code: 'keyring.refused',
        data: { operation: 'mint', reason: 'malformed' },
      });
    });

    it('has a destroyed key neither for anybody nor in its table, and names it by its commitment in both sinks', async () => {
      const [gone, stays] = [customer(), customer()];
      await client('recorder').mint([gone, stays], ['contact']);
      const [before] = await fresh.database.rows<{ commitment: Buffer }>(
        'select commitment from subject_key where owner_id = $1',
        [gone.ownerId],
      );
      const destroyed = await client('data-protection').destroy(await forCase(), [gone]);
      expect(destroyed).toEqual([{ ...gone, epoch: 1, commitment: before?.commitment.toString('hex') }]);

      const opened = await client('operations').open(
        await servingCustomer(),
        [gone, stays].map((owner) => ({ ...owner, domain: 'contact' })),
      );
      expect(opened.key(gone.ownerId, gone.ownerClass, 'contact')).toBeUndefined();
      expect(opened.size).toBe(1);
      expect(await rowsOf(gone)).toEqual([]);
      expect(await fresh.database.rows('select owner_id, case_ref from destroyed_key')).toEqual([
        { owner_id: gone.ownerId, case_ref: caseId },
      ]);
      const sink = readFileSync(join(directory, 'witness', 'destroyed-keys.jsonl'), 'utf8');
      expect(JSON.parse(sink)).toEqual({ ...destroyed[0], caseRef: caseId, at: now.toISOString() });
    });

    it('answers a repeated destruction alike and writes nothing twice', async () => {
      const gone = customer();
      await client('recorder').mint([gone], ['contact']);
      const first = await client('data-protection').destroy(await forCase(), [gone]);
      expect(await client('data-protection').destroy(await forCase(), [gone, customer()])).toEqual(first);
      expect(
        readFileSync(join(directory, 'witness', 'destroyed-keys.jsonl'), 'utf8')
          .trim()
          .split('\n'),
      ).toHaveLength(1);
    });

    it('never mints a destroyed owner again', async () => {
      const gone = person();
      await client('operations', { cacheMs: 0 }).mint([gone], ['identity']);
      await client('data-protection').destroy(await forCase(), [gone]);
      expect((await client('operations').mint([gone], ['identity'])).size).toBe(0);
      expect(await rowsOf(gone)).toEqual([]);
    });

    it('keeps the record of a destruction from being changed', async () => {
      const gone = customer();
      await client('recorder').mint([gone], ['contact']);
      await client('data-protection').destroy(await forCase(), [gone]);
      await expect(fresh.database.rows('delete from destroyed_key')).rejects.toMatchObject({ code: 'VK001' });
    });

    it('clears the caches of other processes when a key is destroyed', async () => {
      const gone = customer();
      const operations = client('operations', { watchDestructions: true });
      await operations.mint([gone], ['contact']);
      const wanted = [{ ...gone, domain: 'contact' as const }];
      expect((await operations.open(await servingCustomer(), wanted)).size).toBe(1);
      await client('data-protection').destroy(await forCase(), [gone]);
      await until(async () => (await operations.open(await servingCustomer(), wanted)).size === 0);
    });

    it.each<ClientName>(['recorder', 'operations', 'configurator', 'data-protection', 'worker', 'operator'])(
      'lets %s hear of destructions',
      async (name) => {
        const transport = new SocketTransport(clientSocketPath(directory, name, false));
        expect((await transport.ask('destructions', { after: '' })).cursor).toMatch(/\.0$/);
        transport.close();
      },
    );

    it('hides a restricted key from everyone but data protection, does not destroy it, and gives it back', async () => {
      const owner = customer();
      const wanted = [{ ...owner, domain: 'contact' as const }];
      await client('recorder').mint([owner], ['contact']);
      const protection = client('data-protection', { cacheMs: 0 });
      const operations = client('operations', { cacheMs: 0 });
      expect(await protection.restrict(await forCase(), [owner], true)).toEqual([owner]);
      expect((await operations.open(await servingCustomer(), wanted)).size).toBe(0);
      expect((await protection.open(await forCase(), wanted)).size).toBe(1);
      expect(await protection.destroy(await forCase(), [owner])).toEqual([]);
      await protection.restrict(await forCase(), [owner], false);
      expect((await operations.open(await servingCustomer(), wanted)).size).toBe(1);
    });

    it('gives the recorder back what it minted itself in the last 48 hours', async () => {
      const [own, foreign] = [customer(), customer()];
      const minted = await client('recorder', { cacheMs: 0 }).mint([own], ['contact', 'media']);
      await client('operations').mint([foreign], ['contact']);
      const recorder = client('recorder', { cacheMs: 0 });
      const recovered = await recorder.recover([own, foreign]);
      expect(recovered.size).toBe(2);
      expect(recovered.key(own.ownerId, own.ownerClass, 'media')).toEqual(minted.key(own.ownerId, own.ownerClass, 'media'));
      now = new Date(now.getTime() + 48 * 3_600_000 + 60_000);
      expect((await recorder.recover([own])).size).toBe(0);
    });

    it('gives back after a long stand-still what was minted before it, and not for ever', async () => {
      const owner = customer();
      await client('recorder').mint([owner], ['contact', 'media']);
      await server.stop();
      now = new Date(now.getTime() + 62 * 3_600_000);
      await start();
      expect((await client('recorder').recover([owner])).size).toBe(2);
      now = new Date(now.getTime() + 49 * 3_600_000);
      expect((await client('recorder').recover([owner])).size).toBe(0);
    });

    it('marks an announced number alike for intake and recorder, for one contact only and never as it is looked for', async () => {
      const [number, contactId] = ['+37255512345', randomUUID()];
      const mark = await client('operations').announcedMark(contactId, number);
      expect(mark).toHaveLength(16);
      expect(await client('recorder').announcedMark(contactId, number)).toEqual(mark);
      expect(await client('recorder').announcedMark(randomUUID(), number)).not.toEqual(mark);
      expect(await client('recorder').announcedMark(contactId, '+37255512346')).not.toEqual(mark);
      await expect(client('worker').announcedMark(contactId, number)).rejects.toMatchObject({ code: 'keyring.refused' });
      const [index] = await client('operations').index(await servingCustomer(), [{ kind: 'phone', value: number }]);
      expect(index).not.toEqual(mark);
    });

    it('indexes the same term alike for everyone and limits how many are asked', async () => {
      const term = { kind: 'phone', value: '+37251234567' } as const;
      const [index, tail] = await client('operations').index(await servingCustomer(), [
        term,
        { kind: 'phone-tail', value: '234' },
      ]);
      expect([index?.length, tail?.length]).toEqual([16, 2]);
      expect(await client('data-protection').index(await forCase(), [term])).toEqual([index]);
      const flood = Array.from({ length: 999 }, (_, n) => ({ kind: 'phone', value: `+372555${n}` }) as const);
      await expect(client('operations').index(await servingCustomer(), flood)).rejects.toMatchObject({
        code: 'keyring.rate-limited',
        data: { retryAfterMs: 60 },
      });
    });

    it('opens a thousand owners in one call', async () => {
      const owners = Array.from({ length: 1000 }, customer);
      await client('recorder').mint(owners, ['contact']);
      const opened = await client('operations').open(
        await servingCustomer(),
        owners.map((owner) => ({ ...owner, domain: 'contact' })),
      );
      expect(opened.size).toBe(1000);
    });
  });

  describe('when the worker transfers a number', () => {
    const source = customer();
    const target = contactPoint();
    const from: SealContext = {
      domain: 'contact',
      entity: 'operative.contact',
      column: 'caller',
      rowId: randomUUID(),
      ...source,
      epoch: 1,
    };
    const to = {
      domain: 'identity',
      entity: 'directory.contact_point',
      column: 'value',
      rowId: target.ownerId,
      ...target,
    } as const;
    const transferOf = (envelope: Buffer, more = {}) => ({
      from: { ...from, envelope },
      to: [to],
      normalise: 'phone' as const,
      region: 'EE',
      ...more,
    });
    let sealCaller: (text: string) => Buffer;

    beforeEach(async () => {
      await start();
      const minted = await client('recorder').mint([source], ['contact']);
      const key = minted.key(source.ownerId, source.ownerClass, 'contact')!;
      sealCaller = (text) => sealText(key, from, text);
      await client('worker').mint([target], []);
    });

    it('re-seals it for the contact point, normalised, and indexes it as a look-up would', async () => {
      const [outcome] = await client('worker').transfer([transferOf(sealCaller('5123 4567'))]);
      if (outcome?.kind !== 'transferred') throw new Error(`not transferred: ${outcome?.kind ?? ''}`);
      const keys = await client('operations').open(await servingCustomer(), [{ ...target, domain: 'identity' }]);
      expect(openText(keys.key(target.ownerId, 'contact-point', 'identity')!, { ...to, epoch: 1 }, outcome.sealed[0]!)).toBe(
        '+37251234567',
      );
      const terms = [
        { kind: 'phone', value: '+37251234567' },
        { kind: 'phone-tail', value: '567' },
      ] as const;
      expect(await client('operations').index(await servingCustomer(), terms)).toEqual([outcome.index, outcome.tail]);
    });

    it('gives the index alone when there is no target, so that a known caller mints nothing', async () => {
      const [outcome] = await client('worker').transfer([transferOf(sealCaller('+372 5123 4567'), { to: [] })]);
      expect(outcome).toMatchObject({ kind: 'transferred', sealed: [] });
    });

    it('says which numbers cannot be attributed', async () => {
      const outcomes = await client('worker').transfer([
        transferOf(sealCaller('anonymous')),
        transferOf(sealCaller('not a number')),
        transferOf(sealCaller('5123 4567'), { to: [{ ...to, ...contactPoint() }] }),
        transferOf(Buffer.alloc(60)),
      ]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(['withheld', 'invalid', 'key-destroyed', 'invalid']);
    });

    it('lets the worker open nothing', async () => {
      await expect(client('worker').open(await servingCustomer(), [{ ...target, domain: 'identity' }])).rejects.toMatchObject({
        data: { operation: 'open', reason: 'operation' },
      });
    });
  });

  describe('when the root key does not fit', () => {
    it.each(['missing', 'different'])('starts sealed and writes nothing (%s)', async (what) => {
      await start();
      await client('recorder').mint([customer()], ['contact']);
      await server.stop();
      const file = join(directory, 'other.key');
      if (what === 'different') await createRootKeyFile(file);
      expect(await start({}, file)).toBe('sealed');
      expect(await client('recorder').health()).toBe('sealed');
      await expect(client('recorder').mint([customer()], ['contact'])).rejects.toMatchObject({ code: 'keyring.sealed' });
      expect(await fresh.database.rows('select 1 from subject_key')).toHaveLength(1);
    });
  });

  describe('while it is down', () => {
    it('is unreachable, and the recorder’s pool bridges until it is exhausted', async () => {
      await start();
      const recorder = client('recorder', { cacheMs: 0 });
      const pool = new PreMinted(recorder, { size: 2, later: () => () => undefined });
      await pool.refill();
      await server.stop();
      expect(await recorder.health()).toBe('unreachable');
      expect([pool.take(), pool.take()]).not.toContain('exhausted');
      expect(pool.take()).toBe('exhausted');
      await expect(recorder.mint([customer()], ['contact'])).rejects.toMatchObject({ code: 'keyring.unreachable' });
      await start();
      await pool.refill();
      expect(pool.take()).not.toBe('exhausted');
      pool.stop();
    });
  });

  describe('on its sockets', () => {
    it('gives each a mode that nobody else can use, in a directory of its own when told so', async () => {
      const socketDirectory = join(directory, 'sockets');
      await start({ socketDirectory, directoryPerClient: true });
      const path = clientSocketPath(socketDirectory, 'recorder', true);
      expect(path).toBe(join(socketDirectory, 'recorder', 'recorder.sock'));
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(join(socketDirectory, 'recorder')).mode & 0o777).toBe(0o700);
    });

    it('replaces a stale socket, and refuses one that is alive or no socket', async () => {
      await start();
      await server.stop();
      const path = clientSocketPath(directory, 'recorder', false);
      writeFileSync(path, '');
      await expect(start()).rejects.toMatchObject({ code: 'keyring.not-a-socket' });
      rmSync(path);
      const alive = createServer().listen(path);
      await new Promise((resolve) => alive.once('listening', resolve));
      await expect(start()).rejects.toMatchObject({ code: 'keyring.socket-in-use' });
      await new Promise((resolve) => alive.close(resolve));
      expect(await start()).toBe('ready');
    });
  });

  describe('beside another keyring', () => {
    it('is kept from running by its lock', async () => {
      await start();
      const release = await lockKeyring(fresh.url, () => undefined);
      await expect(lockKeyring(fresh.url, () => undefined)).rejects.toMatchObject({ code: 'keyring.in-use' });
      await release();
      await (
        await lockKeyring(fresh.url, () => undefined)
      )();
    });
  });
});

/** Asks again until it is so; each turn waits for an answer of the keyring, not for a time. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
