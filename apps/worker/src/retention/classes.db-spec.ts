import { newAccountIds } from '@voxkeep/configuration';
import { newId } from '@voxkeep/platform';
import { RetentionSite, configurator, daysAgo } from './retention.fixture.js';
import { directoryFollowsUser } from './tombstones.js';

describe('the retention of the other classes', () => {
  let site: RetentionSite;
  beforeEach(async () => {
    site = await RetentionSite.open();
  });
  afterEach(() => site.close());

  const of = (name: 'operative' | 'reporting' | 'outbound' | 'directory' | 'configuration') => site.site.databases.of(name);
  const fact = async (openedAt: Date, ref: string | null = null) => {
    const id = newId();
    await of('reporting').rows(
      `insert into contact_fact (contact_id, opened_at, direction, channel, customer_ref) values ($1, $2, 'inbound', 'voice', $3)`,
      [id, openedAt, ref],
    );
    return id;
  };
  const interval = (at: Date) => of('reporting').rows('insert into queue_interval values ($1, $2, 1, 1, 1, 60)', [newId(), at]);
  const left = async (store: Parameters<typeof of>[0], sql: string) => (await of(store).rows(sql)).length;
  /** A contact point of a caller, with its key. */
  const point = async (createdAt: Date) => {
    const id = newId();
    await of('directory').rows(
      `insert into contact_point (id, kind, value, normaliser_version, value_index, created_at) values ($1, 'phone', $2, 1, $3, $4)`,
      [id, Buffer.alloc(60), Buffer.from(id.replaceAll('-', ''), 'hex'), createdAt],
    );
    return id;
  };
  /** A user who was removed, with a person and a directory entry if asked for. */
  const removedUser = async (entry: boolean) => {
    const { id, personId } = newAccountIds();
    await of('configuration').rows(`insert into user_account (id, person_id, login, state) values ($1, $2, $3, 'removed')`, [
      id,
      personId,
      `gone-${id}`,
    ]);
    await of('directory').rows(`insert into person (id, kind, full_name, language) values ($1, 'employee', $2, 'et')`, [
      personId,
      Buffer.alloc(60),
    ]);
    if (entry)
      await of('directory').rows(
        `insert into directory_entry (id, source, person_id, user_id, visible) values ($1, 'user', $2, $3, true)`,
        [newId(), personId, id],
      );
    return { id, personId };
  };

  it('removes all reporting data past its term, the pseudonyms that only they used, and the totals with them', async () => {
    const [oldRef, usedRef] = [newId(), newId()];
    for (const ref of [oldRef, usedRef])
      await of('reporting').rows('insert into customer_pseudonym values ($1, $2)', [newId(), ref]);
    await fact(daysAgo(100), oldRef);
    await fact(daysAgo(100), usedRef);
    await fact(daysAgo(5), usedRef);
    await interval(daysAgo(100));
    await interval(daysAgo(5));
    await site.rule('reporting', 90, 'day');
    expect(await site.approveAndRun()).toEqual({ kind: 'done', removed: 3 });
    expect(await of('reporting').rows('select ref from customer_pseudonym')).toEqual([{ ref: usedRef }]);
    expect([await left('reporting', 'select from contact_fact'), await left('reporting', 'select from queue_interval')]).toEqual([
      1, 1,
    ]);
  });

  it('keeps anonymous totals longer where a rule says so', async () => {
    await fact(daysAgo(100));
    await interval(daysAgo(100));
    await interval(daysAgo(4000));
    await site.rule('reporting', 90, 'day');
    await site.rule('reporting-totals', 10, 'year');
    await site.approveAndRun();
    expect([await left('reporting', 'select from contact_fact'), await left('reporting', 'select from queue_interval')]).toEqual([
      0, 1,
    ]);
  });

  it('removes presences that ended long ago, and none that goes on', async () => {
    for (const [from, to] of [
      [100, 99],
      [100, null],
      [3, 2],
    ] as const)
      await of('operative').rows(`insert into presence values ($1, $2, 'ready', $3, $4)`, [
        newId(),
        newId(),
        daysAgo(from),
        to === null ? null : daysAgo(to),
      ]);
    await site.rule('staff', 30, 'day');
    expect(await site.approveAndRun()).toEqual({ kind: 'done', removed: 1 });
  });

  it('removes customers of call lists after the last import and the last call, with their numbers and attempts', async () => {
    const [campaign, old, fresh] = [newId(), newId(), newId()];
    await of('outbound').rows(`insert into campaign (id, name, mode, state) values ($1, 'A', 'preview', 'stopped')`, [campaign]);
    for (const [list, at] of [
      [old, daysAgo(100)],
      [fresh, daysAgo(2)],
    ] as const) {
      await of('outbound').rows('insert into call_list values ($1, $2, $3)', [list, campaign, list]);
      await of('outbound').rows(`insert into list_import values ($1, $2, 1, 1, 0, 0, 0, '[]', $3)`, [newId(), list, at]);
    }
    const called = newId();
    for (const [id, list] of [
      [newId(), old],
      [called, old],
      [newId(), fresh],
    ] as const)
      await of('outbound').rows('insert into customer (id, call_list_id, owner_point_id, priority) values ($1, $2, $3, 0)', [
        id,
        list,
        newId(),
      ]);
    await of('outbound').rows('insert into attempt (id, customer_id, at) values ($1, $2, $3)', [newId(), called, daysAgo(3)]);
    await site.rule('outbound', 30, 'day');
    expect(await site.approveAndRun()).toEqual({ kind: 'done', removed: 1 });
    expect(await site.count('outbound', 'customer where id', called)).toBe(1);
  });

  it('keeps a consent as long as its contact, and one that is still in force for ever', async () => {
    const contact = await site.contact({ at: daysAgo(400) });
    const consent = async (values: { contactId?: string; pointId?: string; state: string; validUntil?: Date }) => {
      const id = newId();
      await of('operative').rows(
        `insert into consent (id, contact_id, contact_point_id, purpose, channel, state, evidence_kind, at, valid_until)
         values ($1, $2, $3, 'quality-check', 'voice', $4, 'digit', $5, $6)`,
        [id, values.contactId ?? null, values.pointId ?? null, values.state, daysAgo(400), values.validUntil ?? null],
      );
      return id;
    };
    const kept = [
      await consent({ contactId: contact.id, state: 'given' }),
      await consent({ pointId: newId(), state: 'given' }),
      await consent({ pointId: newId(), state: 'given', validUntil: daysAgo(-10) }),
    ];
    const gone = [
      await consent({ contactId: newId(), state: 'given' }),
      await consent({ pointId: newId(), state: 'refused' }),
      await consent({ pointId: newId(), state: 'given', validUntil: daysAgo(300) }),
    ];
    await site.rule('consent', 90, 'day');
    expect(await site.approveAndRun()).toEqual({ kind: 'done', removed: 3 });
    const still = await of('operative').rows<{ id: string }>('select id from consent where id = any($1)', [[...kept, ...gone]]);
    expect(still.map(({ id }) => id).sort()).toEqual([...kept].sort());
  });

  it('removes what another system gave a month after it last confirmed it, and nothing that is kept by hand', async () => {
    for (const synced of [daysAgo(40), daysAgo(3), null])
      await of('directory').rows(
        `insert into directory_entry (id, source, queue_id, visible, synced_at) values ($1, 'queue', $2, true, $3)`,
        [newId(), newId(), synced],
      );
    await site.rule('synced', 1, 'month');
    expect(await site.approveAndRun()).toEqual({ kind: 'done', removed: 1 });
  });

  it('removes a number that nothing refers to, and none that something still needs', async () => {
    const [unused, used, young] = [await point(daysAgo(100)), await point(daysAgo(100)), await point(daysAgo(1))];
    await site.contact({ at: daysAgo(3), pointId: used });
    await site.rule('contact-point', 30, 'day');
    expect(await site.approveAndRun()).toEqual({ kind: 'done', removed: 1 });
    const still = await of('directory').rows<{ id: string }>('select id from contact_point');
    expect(still.map(({ id }) => id).sort()).toEqual([used, young].sort());
    expect(still.map(({ id }) => id)).not.toContain(unused);
  });

  it('shows the name of a removed user while something refers to it, and lets it vanish by itself afterwards', async () => {
    const [named, free] = [await removedUser(false), await removedUser(false)];
    const contact = await site.contact({ at: daysAgo(3), userId: named.id });
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'done', removed: 1 });
    expect(await site.count('configuration', 'user_account where id', free.id)).toBe(0);
    expect(await site.count('directory', 'person where id', free.personId)).toBe(0);
    expect(await site.count('directory', 'person where id', named.personId)).toBe(1);
    await of('operative').rows('delete from contact_party where contact_id = $1', [contact.id]);
    expect(await site.retention.pass(new Date())).toEqual({ kind: 'done', removed: 1 });
    expect(await site.count('configuration', 'user_account where id', named.id)).toBe(0);
  });

  it('removes the directory entry of a removed user only where the site says so', async () => {
    const { id } = await removedUser(true);
    await site.retention.pass(new Date());
    expect(await site.count('directory', 'directory_entry where user_id', id)).toBe(1);
    await site.settings.set(directoryFollowsUser, true, configurator);
    await site.retention.pass(new Date());
    expect(await site.count('directory', 'directory_entry where user_id', id)).toBe(0);
    expect(await site.count('configuration', 'user_account where id', id)).toBe(0);
  });

  it('reports files without a row and rows without a file, removes neither, and forgets what was put right', async () => {
    const { id, fileId } = await site.contact({ at: daysAgo(1) });
    const lost = newId();
    const file = await site.vault.beginFile(lost);
    await file.append(Buffer.alloc(10));
    await file.finish();
    await site.vault.remove(fileId);
    expect(await site.sweep.sweep(new Date())).toEqual({ files: 1, rows: 1 });
    expect(await site.orphans.summary()).toEqual([
      { kind: 'file-without-row', count: 1, octets: 10 },
      { kind: 'row-without-file', count: 1, octets: 0 },
    ]);
    expect(await site.isThere(lost)).toBe(true);
    await of('operative').rows(`update recording_segment set state = 'removed' where contact_id = $1`, [id]);
    await site.vault.remove(lost);
    await site.sweep.sweep(new Date(Date.now() + 1000));
    expect(await site.orphans.summary()).toEqual([]);
  });
});
