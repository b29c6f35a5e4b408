import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Access, openText, recordAccess, sealText, type AuditedAccess, type SealContext } from '@voxkeep/personal-data';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { connectKeyring } from '../client/connect-keyring.js';
import { underCase, type KeyOwner, type KeyringClient } from '../client/keyring-client.js';
import { keyringEntities } from '../entities/keyring-entities.js';
import type { ClientName } from '../protocol/clients.js';
import { createRootKeyFile, RootKeyFile } from '../root-key/root-key-file.js';
import { clientSocketPath } from './client-socket.js';
import { KeyringServer, type KeyringServerOptions } from './keyring-server.js';

const caseId = '0b6f2b8e-7a52-4c0e-9b1b-2a3d4e5f6071';
const runId = '7c1f2b8e-7a52-4c0e-9b1b-2a3d4e5f6071';
const day = 24 * 3_600_000;
const auditedFor = (code: string, under: { caseId?: string } = {}): Promise<AuditedAccess> =>
  recordAccess(Access.by({ actorId: 'user-1', kind: 'user' }, { code }, under), () => Promise.resolve());
const forCase = async () => underCase(await auditedFor('data-subject-request', { caseId }));
const customer = (): KeyOwner => ({ ownerId: randomUUID(), ownerClass: 'contact-customer' });
const placeOf = (owner: KeyOwner): Omit<SealContext, 'epoch'> => ({
  ...{ domain: 'contact', entity: 'operative.contact', column: 'customer_number', rowId: owner.ownerId },
  ...owner,
});

describe('keys that are replaced while the keyring serves', () => {
  let fresh: FreshDatabase;
  let directory: string;
  let server: KeyringServer;
  let now: Date;
  const clients: KeyringClient[] = [];

  const client = (name: ClientName): KeyringClient => {
    const made = connectKeyring(clientSocketPath(directory, name, false), { watchDestructions: false, cacheMs: 0 });
    clients.push(made);
    return made;
  };
  const start = async (rotation: KeyringServerOptions['rotation'] = {}) => {
    server = new KeyringServer(fresh.database, new RootKeyFile(join(directory, 'root.key')), {
      socketDirectory: directory,
      directoryPerClient: false,
      witnessDirectory: join(directory, 'witness'),
      indexTermsPerMinute: 1000,
      now: () => now,
      rotation,
    });
    return server.start();
  };
  const open = async (owners: readonly KeyOwner[], by: ClientName = 'operations', code = 'serve-customer') =>
    client(by).open(
      await auditedFor(code, by === 'data-protection' ? { caseId } : {}),
      owners.map((owner) => ({ ...owner, domain: 'contact' as const })),
    );
  /** Orders newer keys for every customer there is until now. */
  const replaceAll = async () => {
    now = new Date(Date.now() + 1000);
    await client('operator').rotateOwners('contact-customer', now);
  };
  const rootVersions = async () =>
    fresh.database.rows<{ version: number; state: string }>('select version, state from root_version order by version');
  const rotated = async (version: number) => {
    for (;;) {
      const { rootVersion, rootRotation } = await client('operator').status();
      if (rootVersion === version && rootRotation === null) return;
    }
  };
  /** Resolves when nothing is left to rewrap, which a cut behind the last batch never stops. */
  const noneUnderWay = async () => {
    const operator = client('operator');
    while ((await operator.status()).rootRotation !== null) await new Promise((resolve) => setImmediate(resolve));
  };
  const audit = async () =>
    (await fresh.database.rows<{ action: string }>('select action from audit_outbox order by id')).map(({ action }) => action);

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

  describe('the root key', () => {
    it('is replaced without a stop: every key opens as before, held ones too, and the old version is gone', async () => {
      await start();
      const owners = Array.from({ length: 1200 }, customer);
      const minted = await client('recorder').mint(owners, ['contact']);
      const held = owners.slice(0, 7);
      await client('data-protection').restrict(await forCase(), held, true);
      const [index] = await client('operations').index(await auditedFor('serve-customer'), [{ kind: 'email', value: 'a@b.ee' }]);
      const before = readFileSync(join(directory, 'root.key'), 'utf8');

      expect(await client('operator').rotateRoot()).toBe('begun');
      await rotated(2);

      expect(await rootVersions()).toEqual([
        { version: 1, state: 'retired' },
        { version: 2, state: 'current' },
      ]);
      expect(await fresh.database.rows('select distinct root_version from subject_key')).toEqual([{ root_version: 2 }]);
      expect(readFileSync(join(directory, 'root.key'), 'utf8')).not.toBe(before);
      expect(await new RootKeyFile(join(directory, 'root.key')).staged()).toBe('missing');
      await client('data-protection').restrict(await forCase(), held, false);
      const opened = await open(owners);
      for (const { ownerId, ownerClass } of owners)
        expect(opened.key(ownerId, ownerClass, 'contact')).toEqual(minted.key(ownerId, ownerClass, 'contact'));
      expect(await client('operations').index(await auditedFor('serve-customer'), [{ kind: 'email', value: 'a@b.ee' }])).toEqual([
        index,
      ]);
      expect(await audit()).toEqual(expect.arrayContaining(['key.rotate-root', 'key.root-rotated']));
    });

    it('stays when the recovery kit cannot take the next one', async () => {
      await start({ beforeUse: () => Promise.reject(new Error('no kit')) });
      await client('recorder').mint([customer()], ['contact']);
      await expect(client('operator').rotateRoot()).rejects.toMatchObject({ code: 'keyring.failed' });
      expect(await rootVersions()).toEqual([{ version: 1, state: 'current' }]);
      await server.stop();
      expect(await start()).toBe('ready');
    });

    it('is finished at the next start when the process ended between the last commit and the end of the old key', async () => {
      const file = new RootKeyFile(join(directory, 'root.key'));
      const cutOff = Object.assign(Object.create(file) as RootKeyFile, { promote: () => Promise.reject(new Error('power cut')) });
      server = new KeyringServer(fresh.database, cutOff, {
        ...{ socketDirectory: directory, directoryPerClient: false, witnessDirectory: join(directory, 'witness') },
        indexTermsPerMinute: 1000,
      });
      await server.start();
      const owner = customer();
      await client('recorder').mint([owner], ['contact']);
      await client('operator').rotateRoot();
      while ((await rootVersions())[0]?.state !== 'retired') await new Promise((resolve) => setImmediate(resolve));
      await server.stop();
      expect(await file.load()).toMatchObject({ version: 1 });
      expect(await start()).toBe('ready');
      expect(await file.load()).toMatchObject({ version: 2 });
      expect((await open([owner])).size).toBe(1);
    });

    it('starts sealed when the old one that is still needed is gone', async () => {
      await start({
        betweenBatches: () => {
          throw new Error('power cut');
        },
      });
      await client('recorder').mint([customer()], []);
      await fresh.database.rows(
        `create function hold_back() returns trigger language plpgsql as 'begin raise exception ''no''; end'`,
      );
      await fresh.database.rows(
        `create trigger tr before update of wrapped on subject_key for each row execute function hold_back()`,
      );
      await client('operator').rotateRoot();
      await server.stop();
      await new RootKeyFile(join(directory, 'root.key')).promote();
      expect(await start()).toBe('sealed');
    });

    it('is not replaced twice at once', async () => {
      let letGo = (): void => undefined;
      const waiting = new Promise<void>((resolve) => (letGo = resolve));
      let batches = 0;
      await start({
        betweenBatches: () => {
          batches += 1;
        },
        beforeUse: () => waiting,
      });
      await client('recorder').mint([customer()], []);
      const first = client('operator').rotateRoot();
      letGo();
      expect(await first).toBe('begun');
      await rotated(2);
      expect(batches).toBeGreaterThan(0);
    });

    it('loses no key and brings none back, wherever it is cut off while minting, holding and destroying go on', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 4 }), fc.nat(), async (cuts, seed) => {
          await start();
          const world = new World(seed);
          await world.mint(client('recorder'), 1600);
          for (const cut of cuts) await cutOff(world, cut);
          const { rootVersion } = await client('operator').status();
          await rotated(rootVersion);
          await world.verify(open);
          await server.stop();
        }),
        { numRuns: 6, seed: 20_261_122 },
      );
    });

    /** Begins (or resumes) a rotation, goes on using the keyring, and ends the process's work after `cut` transactions. */
    async function cutOff(world: World, cut: number): Promise<void> {
      await server.stop();
      let batches = 0;
      let reached = (): void => undefined;
      const there = new Promise<void>((resolve) => (reached = resolve));
      const betweenBatches = (): void => {
        batches += 1;
        if (batches <= cut) return;
        reached();
        throw new Error('power cut');
      };
      await start({ betweenBatches });
      await client('operator').rotateRoot();
      await Promise.all([
        Promise.race([there, noneUnderWay()]),
        world.mint(client('recorder'), 40),
        world.hold(client('data-protection'), await forCase()),
        world.destroy(client('data-protection'), await forCase()),
      ]);
      await server.stop();
      await start();
    }
  });

  describe('a hold', () => {
    it('wraps the key anew, so that it opens for data protection alone and only for a legal claim or the person’s request', async () => {
      await start();
      const owner = customer();
      await client('recorder').mint([owner], ['contact']);
      const wrapped = () => fresh.database.rows('select wrapped, state from subject_key');
      const before = await wrapped();
      await client('data-protection').restrict(await forCase(), [owner], true);
      expect(await wrapped()).not.toEqual(before);
      expect((await open([owner])).size).toBe(0);
      expect((await open([owner], 'data-protection', 'complaint')).size).toBe(0);
      expect((await open([owner], 'data-protection', 'legal-hold')).size).toBe(1);
      expect(await client('data-protection').states([owner])).toEqual([{ ...owner, state: 'held' }]);
      expect(await audit()).toContain('key.hold');
    });
  });

  describe('retention', () => {
    const retention = () => auditedFor('retention');

    it('destroys what is over without a case, leaves what is held and names it', async () => {
      await start();
      const [over, held, unknown] = [customer(), customer(), customer()];
      await client('recorder').mint([over, held], ['contact']);
      await client('data-protection').restrict(await forCase(), [held], true);
      const { destroyed, held: left } = await client('worker').retire(await retention(), runId, [over, held, unknown]);
      expect(destroyed.map(({ ownerId }) => ownerId)).toEqual([over.ownerId]);
      expect(left).toEqual([held]);
      expect(await client('worker').retire(await retention(), runId, [over])).toEqual({ destroyed, held: [] });
      expect(await fresh.database.rows('select case_ref from destroyed_key')).toEqual([{ case_ref: `run:${runId}` }]);
      expect(readFileSync(join(directory, 'witness', 'destroyed-keys.jsonl'), 'utf8')).toContain(destroyed[0]?.commitment);
      expect((await open([over])).size).toBe(0);
    });

    it('is refused under another purpose', async () => {
      await start();
      await expect(client('worker').retire(await auditedFor('administration'), runId, [customer()])).rejects.toMatchObject({
        data: { operation: 'retire', reason: 'purpose' },
      });
    });
  });

  describe('an owner’s key', () => {
    const sealedBy = async (owner: KeyOwner, text: string): Promise<Buffer> => {
      const ring = await client('operations').mint([owner], ['contact']);
      const epoch = ring.epochOf(owner.ownerId, owner.ownerClass, 'contact') ?? 0;
      return sealText(ring.key(owner.ownerId, owner.ownerClass, 'contact', epoch)!, { ...placeOf(owner), epoch }, text);
    };
    const reseal = (owner: KeyOwner, envelope: Buffer) => client('worker').reseal([{ ...placeOf(owner), envelope }]);

    it('is followed by one of the next epoch, and values are sealed anew without being shown', async () => {
      await start();
      const owner = customer();
      const envelope = await sealedBy(owner, '+372 5123 4567');
      expect(await reseal(owner, envelope)).toEqual([{ kind: 'kept' }]);
      await replaceAll();
      const [outcome] = await reseal(owner, envelope);
      if (outcome?.kind !== 'resealed') throw new Error('not resealed');
      const ring = await open([owner]);
      expect(
        openText(ring.key(owner.ownerId, owner.ownerClass, 'contact', 2)!, { ...placeOf(owner), epoch: 2 }, outcome.envelope),
      ).toBe('+372 5123 4567');
      expect(openText(ring.key(owner.ownerId, owner.ownerClass, 'contact', 1)!, { ...placeOf(owner), epoch: 1 }, envelope)).toBe(
        '+372 5123 4567',
      );
      expect(await client('worker').work()).toMatchObject({
        ownerRotations: [{ ownerClass: 'contact-customer', resealedAt: null }],
      });
    });

    it('is destroyed after it was replaced, no sooner than a recorder may still use it, and the owner lives on', async () => {
      await start();
      const owner = customer();
      const envelope = await sealedBy(owner, 'x');
      await replaceAll();
      await reseal(owner, envelope);
      const old = { ...owner, epoch: 1 };
      expect(await client('worker').retiring(undefined, 10)).toEqual([]);
      expect(await client('worker').retireEpochs([old])).toBe(0);
      now = new Date(now.getTime() + 3 * day);
      expect(await client('worker').retiring(undefined, 10)).toEqual([old]);
      expect(await client('worker').retireEpochs([old, { ...owner, epoch: 2 }])).toBe(1);
      const ring = await open([owner]);
      expect(ring.epochOf(owner.ownerId, owner.ownerClass, 'contact')).toBe(2);
      expect(ring.key(owner.ownerId, owner.ownerClass, 'contact', 1)).toBeUndefined();
      expect((await client('operations').mint([owner], ['contact'])).size).toBe(1);
      expect(await client('data-protection').states([owner])).toEqual([{ ...owner, state: 'active' }]);
      expect(await client('data-protection').destroy(await forCase(), [owner])).toMatchObject([{ ...owner, epoch: 2 }]);
    });

    it('keeps its epoch for recordings, which are not sealed anew', async () => {
      await start();
      const owner = customer();
      const envelope = await sealedBy(owner, 'x');
      await replaceAll();
      await reseal(owner, envelope);
      const ring = await client('operations').open(await auditedFor('serve-customer'), [{ ...owner, domain: 'media' }]);
      expect(ring.epochOf(owner.ownerId, owner.ownerClass, 'media')).toBe(1);
    });

    it('is ordered to be replaced by itself once a contact’s key is a year old', async () => {
      await start();
      await client('recorder').mint([customer()], []);
      expect((await client('worker').work()).ownerRotations).toEqual([]);
      now = new Date(now.getTime() + 366 * day);
      expect((await client('worker').work()).ownerRotations.map(({ ownerClass }) => ownerClass)).toEqual(['contact-customer']);
    });

    it('that is held is left alone, and an altered value is called unreadable', async () => {
      await start();
      const [held, altered] = [customer(), customer()];
      const envelope = await sealedBy(held, 'x');
      const broken = await sealedBy(altered, 'y');
      broken[40] = (broken[40] ?? 0) ^ 1;
      await replaceAll();
      await client('data-protection').restrict(await forCase(), [held], true);
      expect(await reseal(held, envelope)).toEqual([{ kind: 'key-withheld' }]);
      expect(await reseal(altered, broken)).toEqual([{ kind: 'unreadable' }]);
    });
  });

  it('hands its audit rows to the worker in order and from where it was acknowledged', async () => {
    await start();
    const owner = customer();
    await client('recorder').mint([owner], []);
    await client('data-protection').restrict(await forCase(), [owner], true);
    await client('data-protection').restrict(await forCase(), [owner], false);
    await client('data-protection').destroy(await forCase(), [owner]);
    const rows = await client('worker').auditRows(undefined, 10);
    expect(rows.map(({ action, actor, objectId, purpose }) => [action, actor, objectId, purpose])).toEqual(
      ['key.hold', 'key.release', 'key.destroy'].map((action) => [
        action,
        'system:data-protection',
        caseId,
        'data-subject-request',
      ]),
    );
    expect(rows[0]?.salt).toHaveLength(16);
    await client('worker').auditAcknowledge(rows[1]!);
    expect((await client('worker').auditRows(undefined, 10)).map(({ action }) => action)).toEqual(['key.destroy']);
  });
});

/** What a site did with its keys, and what must hold of them whatever happened to the process. */
class World {
  private readonly keys = new Map<string, Buffer>();
  private readonly owners: KeyOwner[] = [];
  private readonly gone = new Set<string>();
  private readonly held = new Set<string>();
  private turn: number;

  constructor(seed: number) {
    this.turn = seed;
  }

  async mint(recorder: KeyringClient, count: number): Promise<void> {
    const owners = Array.from({ length: count }, customer);
    const ring = await recorder.mint(owners, ['contact']);
    for (const owner of owners) {
      const key = ring.key(owner.ownerId, owner.ownerClass, 'contact');
      if (key) this.keys.set(owner.ownerId, Buffer.from(key));
    }
    this.owners.push(...owners);
  }

  async hold(protection: KeyringClient, audited: Awaited<ReturnType<typeof forCase>>): Promise<void> {
    const chosen = this.choose(30);
    for (const owner of await protection.restrict(audited, chosen, true)) this.held.add(owner.ownerId);
  }

  async destroy(protection: KeyringClient, audited: Awaited<ReturnType<typeof forCase>>): Promise<void> {
    for (const owner of await protection.destroy(audited, this.choose(30))) this.gone.add(owner.ownerId);
  }

  /** Every key that was given out and not destroyed opens as it was; no destroyed one is there; held ones open for nobody else. */
  async verify(
    open: (owners: readonly KeyOwner[], by?: ClientName, code?: string) => Promise<{ key: Ring['key'] }>,
  ): Promise<void> {
    const served = await open(this.owners);
    const protectedRing = await open(this.owners, 'data-protection', 'legal-hold');
    for (const { ownerId, ownerClass } of this.owners) {
      const key = this.gone.has(ownerId) ? undefined : this.keys.get(ownerId);
      expect(protectedRing.key(ownerId, ownerClass, 'contact')).toEqual(key);
      expect(served.key(ownerId, ownerClass, 'contact')).toEqual(this.held.has(ownerId) ? undefined : key);
    }
  }

  private choose(count: number): KeyOwner[] {
    this.turn = (this.turn * 48_271 + 11) % 2_147_483_647;
    return Array.from({ length: count }, (_, at) => this.owners[(this.turn + at * 97) % this.owners.length]!);
  }
}

type Ring = Awaited<ReturnType<KeyringClient['open']>>;
