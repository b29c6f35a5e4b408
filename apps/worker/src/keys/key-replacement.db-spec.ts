import { randomUUID } from 'node:crypto';
import { ContactPoints, directorySealed, PointIndexes, type ContactPointRecord } from '@voxkeep/directory';
import { connectKeyring, Seals, type KeyringClient } from '@voxkeep/keyring';
import { operativeSealed } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { Access, readEnvelopeHeader, recordAccess, type PersonalValue, type Sealed } from '@voxkeep/personal-data';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { startKeyring, type TestKeyring } from '../../../../test/support/keyring.js';
import { Site } from '../site.fixture.js';
import { EpochRetirement } from './epoch-retirement.js';
import { OwnerReseal } from './owner-reseal.js';
import { PointReindex } from './point-reindex.js';

const day = 24 * 3_600_000;
const number = '+37251234567';

describe('keys that are replaced in the databases', () => {
  let site: Site;
  let keys: TestKeyring;
  let now = new Date();
  const clients: KeyringClient[] = [];
  const client = (name: Parameters<TestKeyring['socketOf']>[0]): KeyringClient => {
    const made = connectKeyring(keys.socketOf(name), { watchDestructions: false, cacheMs: 0 });
    clients.push(made);
    return made;
  };
  const audited = () =>
    recordAccess(Access.by({ actorId: 'user-1', kind: 'user' }, { code: 'serve-customer' }), () => Promise.resolve());

  beforeAll(async () => {
    site = await Site.open();
    keys = await startKeyring({ now: () => now });
  });
  afterAll(async () => {
    for (const made of clients) made.close();
    await keys.stop();
    await site.close();
  });

  describe('of contacts', () => {
    const contact = async (text: string) => {
      const [row, owner] = [await site.call(), randomUUID()];
      const sealed = await new Seals(client('recorder')).seal(
        operativeSealed.contact,
        { id: row, customerOwner: owner } as { id: string },
        { customerNumber: text },
      );
      await site.databases
        .of('operative')
        .rows('update contact set customer_owner = $2, customer_number = $3 where id = $1', [
          row,
          owner,
          sealed.customerNumber?.envelope,
        ]);
      return { id: row, owner };
    };
    const stored = async (id: string) => {
      const [row] = await site.databases
        .of('operative')
        .rows<{ customer_owner: string; customer_number: Buffer }>(
          'select customer_owner, customer_number from contact where id = $1',
          [id],
        );
      return { id, ...row! };
    };
    const opened = async (id: string): Promise<string> => {
      const row = await stored(id);
      const rows = await new Seals(client('operations')).open(
        await audited(),
        operativeSealed.contact,
        [row],
        ['customerNumber'],
      );
      const value = rows.get(id)?.customerNumber as PersonalValue<string>;
      return value.reveal(await audited());
    };
    const order = async () =>
      (await client('worker').work()).ownerRotations.find(({ ownerClass }) => ownerClass === 'contact-customer')!;
    const replaceAll = async () => {
      now = new Date(Math.max(now.getTime(), Date.now()) + 1000);
      await client('operator').rotateOwners('contact-customer', now);
    };
    const reseal = () => new OwnerReseal(site.databases, client('worker'));
    const retirement = () => new EpochRetirement(site.databases, client('worker'));

    it('leave every value readable, sealed under the next epoch, with an audit row that names columns only', async () => {
      const { id } = await contact(number);
      await replaceAll();
      expect(await reseal().pass(await order())).toEqual({ resealed: 1, unreadable: 0, columnsLeft: 0 });
      expect(readEnvelopeHeader((await stored(id)).customer_number).epoch).toBe(2);
      expect(await opened(id)).toBe(number);
      expect(await reseal().pass(await order())).toEqual({ resealed: 0, unreadable: 0, columnsLeft: 0 });
      expect(await order()).toMatchObject({ resealedAt: expect.any(String) as string });
      const [entry] = await site.databases
        .of('operative')
        .rows(`select actor, count, columns from audit_outbox where action = 'key.reseal'`);
      expect(entry).toEqual({ actor: 'system:worker', count: 1, columns: ['contact.customer_number'] });
    });

    it('are not all replaced while one column fails, which is told and holds up no other', async () => {
      const operative = site.databases.of('operative');
      const { id } = await contact(number);
      const party = { id: randomUUID(), customerOwner: randomUUID() };
      const { aor } = await new Seals(client('recorder')).seal(operativeSealed.contactParty, party, { aor: number });
      await operative.rows(
        `insert into contact_party (contact_id, id, role, customer_owner, aor, from_at) values ($1, $2, 'customer', $3, $4, now())`,
        [id, party.id, party.customerOwner, aor?.envelope],
      );
      await replaceAll();
      await operative.rows(
        `create function refuse() returns trigger language plpgsql as $$ begin raise exception using errcode = '22000'; end $$`,
      );
      await operative.rows('create trigger refuse before update on contact for each row execute function refuse()');
      const log = keptLog();
      expect(await reseal().pass(await order())).toEqual({ resealed: 1, unreadable: 0, columnsLeft: 1 });
      expect(await reseal().pass(await order())).toEqual({ resealed: 0, unreadable: 0, columnsLeft: 1 });
      diagnostics.replace(undefined);
      expect(log.filter((line) => line.includes('column-left') && line.includes('"customer_number"'))).toHaveLength(2);
      expect(await order()).toMatchObject({ resealedAt: null });
      await operative.rows('drop trigger refuse on contact');
      await operative.rows('drop function refuse');
      await reseal().pass(await order());
      await reseal().pass(await order());
      expect(await order()).toMatchObject({ resealedAt: expect.any(String) as string });
    });

    it('are given up when the keyring is away, which no column is to blame for', async () => {
      await contact(number);
      await replaceAll();
      const work = await order();
      const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      const keyring = { reseal: () => Promise.reject(away) } as unknown as KeyringClient;
      await expect(new OwnerReseal(site.databases, keyring).pass(work)).rejects.toBe(away);
      await reseal().pass(await order());
    });

    it('are destroyed when no value uses them, but not while a recording or a sealed audit detail does', async () => {
      const [plain, recorded, explained] = [await contact(number), await contact(number), await contact(number)];
      await replaceAll();
      await reseal().pass(await order());
      now = new Date(now.getTime() + 3 * day);
      const operative = site.databases.of('operative');
      await operative.rows('alter table recording_segment disable trigger all');
      await operative.rows(
        `insert into recording_segment (contact_id, id, recording_id, channel, number, file_id, codec, start_ms, octets, state, owner)
         values ($1, gen_random_uuid(), gen_random_uuid(), 'customer', 0, gen_random_uuid(), 'pcma', 0, 0, 'open', $2)`,
        [recorded.id, recorded.owner],
      );
      await site.databases.of('configuration').rows(
        `insert into audit.leaf (seq, leaf_hash, source, event_id, at, actor, action, subject_ref, sealed_detail, salt, mac)
         values (900000, $1, 'operative', gen_random_uuid(), now(), 'user-1', 'recording.listen', $2, '\\x00', $1, $1)`,
        [Buffer.alloc(32), explained.id],
      );
      await retirement().retire();
      const left = (await client('worker').retiring(undefined, 100)).map(({ ownerId }) => ownerId);
      expect(left.sort()).toEqual([recorded.owner, explained.owner].sort());
      for (const { id } of [plain, recorded, explained]) expect(await opened(id)).toBe(number);
    });

    it('stay while one altered value still needs them', async () => {
      const { id, owner } = await contact(number);
      const { customer_number: envelope } = await stored(id);
      envelope[45] = (envelope[45] ?? 0) ^ 1;
      await site.databases.of('operative').rows('update contact set customer_number = $2 where id = $1', [id, envelope]);
      await replaceAll();
      expect(await reseal().pass(await order())).toMatchObject({ unreadable: 1 });
      now = new Date(now.getTime() + 3 * day);
      await retirement().retire();
      expect((await client('worker').retiring(undefined, 100)).map(({ ownerId }) => ownerId)).toContain(owner);
    });
  });

  describe('of the blind indexes', () => {
    const directory = () => site.databases.of('directory');
    const points = () => new ContactPoints(directory());
    const indexOf = async (value: string) => {
      const [index] = await client('operations').index(await audited(), [{ kind: 'phone', value }]);
      return index!;
    };
    const tailOf = async (value: string) => {
      const [tail] = await client('operations').index(await audited(), [{ kind: 'phone-tail', value: value.slice(-3) }]);
      return tail!;
    };
    const point = async (value: string): Promise<string> => {
      const id = randomUUID();
      const sealed = await new Seals(client('operations')).seal(directorySealed.contactPoint, { id }, { value });
      const [made] = await points().ensure(
        [
          {
            ...{ id, kind: 'phone', value: sealed.value as Sealed, normaliserVersion: 1 },
            ...{ valueIndex: await indexOf(value), tail: await tailOf(value) },
          },
        ],
        'system:worker',
      );
      return made!.id;
    };
    const find = async (value: string): Promise<readonly ContactPointRecord[]> => points().findByIndex([await indexOf(value)]);
    const states = async () => [...new Set((await client('worker').work()).indexes.map(({ state }) => state))].sort();

    it('find every number at every step, without a second point for any, and end with one index key', async () => {
      const numbers = Array.from({ length: 40 }, (_, n) => `+3725200${1000 + n}`);
      const ids = await Promise.all(numbers.map(point));
      const before = await indexOf(numbers[0]!);
      const reindex = new PointReindex(new PointIndexes(directory()), client('worker'));
      const step = async (nowMs: number) => reindex.step(await client('worker').work(), nowMs);
      const allFound = async () => {
        for (const [at, value] of numbers.entries()) {
          const [found] = await find(value);
          expect(found).toMatchObject({ id: ids[at], valueIndex: await indexOf(value) });
        }
        expect(await point(numbers[7]!)).toBe(ids[7]);
        const candidates = await points().findByTail(await tailOf(numbers[3]!), 100);
        expect(candidates.map(({ id }) => id)).toContain(ids[3]);
      };

      expect(await client('operator').rotateIndexes()).toBe(true);
      expect(await client('operator').rotateIndexes()).toBe(false);
      await allFound();
      expect(await step(0)).toBe(40);
      const late = await point('+37252001999');
      expect(await step(0)).toBe(1);
      expect(await step(0)).toBe(0);
      expect(await states()).toEqual(['active', 'retiring']);
      await allFound();
      expect(await indexOf(numbers[0]!)).not.toEqual(before);
      await step(1000);
      expect(await states()).toEqual(['active', 'retiring']);
      await step(6 * 60_000);
      expect(await states()).toEqual(['active']);
      await allFound();
      await step(7 * 60_000);
      await allFound();
      expect((await find('+37252001999')).map(({ id }) => id)).toEqual([late]);
      expect(await directory().rows('select 1 from contact_point where next_index is not null')).toEqual([]);
      expect(await directory().rows('select 1 from contact_point where value_index = $1', [before])).toEqual([]);
    });

    it('are made anew for points that older rules normalised', async () => {
      const id = await point('+37252003000');
      await directory().rows('update contact_point set normaliser_version = 0, value_index = $2 where id = $1', [
        id,
        Buffer.alloc(16, 9),
      ]);
      expect(await find('+37252003000')).toEqual([]);
      const reindex = new PointReindex(new PointIndexes(directory()), client('worker'));
      expect(await reindex.step(await client('worker').work(), 0)).toBe(1);
      expect((await find('+37252003000')).map((found) => found.id)).toEqual([id]);
    });
  });
});
