import { Client } from 'pg';
import { migrate } from '@voxkeep/platform';
import { startCluster } from '../support/cluster.js';

interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

const months = 10;
const contactsPerMonth = 40_000;

/** Ten months of closed contacts, each with two parties, three events and one recorded segment. */
async function fill(client: Client): Promise<number> {
  await client.query(`select ensure_closed_contact_partitions('2024-01-01', ${String(months)})`);
  for (let month = 0; month < months; month += 1) {
    const at = `timestamptz '2024-01-01 00:00:00+00' + make_interval(months => ${String(month)})`;
    await client.query(
      `insert into closed_contact (id, channel, direction, queue_id, opened_at, closed_at, customer_owner, agent_owner, customer_number, attribution)
       select (left(lowest_id_at(t)::text, 14) || '7' || substr(gen_random_uuid()::text, 16))::uuid, 'voice', 'inbound',
         gen_random_uuid(), t, t + interval '3 minutes', gen_random_uuid(), gen_random_uuid(), decode(repeat('ab', 58), 'hex'), 'none'
       from (select ${at} + n * interval '1 minute' as t from generate_series(0, ${String(contactsPerMonth - 1)}) n) x`,
    );
  }
  await client.query(
    `insert into closed_contact_party (contact_id, id, role, from_at) select c.id, gen_random_uuid(), r, c.opened_at
     from closed_contact c, unnest(array['customer', 'agent']) r`,
  );
  await client.query(
    `insert into closed_contact_event (contact_id, id, kind, at) select c.id, gen_random_uuid(), k, c.opened_at
     from closed_contact c, unnest(array['opened', 'connected', 'closed']) k`,
  );
  await client.query(
    `insert into closed_recording_segment (contact_id, id, recording_id, channel, number, file_id, codec, start_ms, octets, sha512, state, owner)
     select id, gen_random_uuid(), gen_random_uuid(), 'customer', 1, gen_random_uuid(), 'pcma', 0, 1440000, decode(repeat('00', 64), 'hex'), 'closed', customer_owner
     from closed_contact`,
  );
  await client.query('vacuum analyze');
  await client.query('checkpoint');
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from closed_contact');
  return rows[0]?.n ?? 0;
}

const lsn = async (client: Client): Promise<string> =>
  (await client.query<{ at: string }>('select pg_current_wal_insert_lsn()::text as at')).rows[0]?.at ?? '0/0';

/** Milliseconds and octets of write-ahead log that some work takes. */
async function cost(client: Client, work: () => Promise<unknown>): Promise<{ readonly ms: number; readonly wal: number }> {
  const [before, from] = [await lsn(client), performance.now()];
  await work();
  const ms = performance.now() - from;
  const { rows } = await client.query<{ wal: number }>('select pg_wal_lsn_diff($1, $2)::float8 as wal', [
    await lsn(client),
    before,
  ]);
  return { ms, wal: rows[0]?.wal ?? 0 };
}

const families = ['party', 'event'].map((name) => `closed_contact_${name}`);
const tables = [...families, 'closed_recording', 'closed_recording_segment', 'closed_recording_gap', 'closed_recording_outcome'];

/** Counts each month as retention does when it has prepared it, and lets it go. */
async function dropMonths(client: Client): Promise<void> {
  for (let month = 1; month <= months; month += 1) {
    const name = `2024-${String(month).padStart(2, '0')}-01`;
    const { rows } = await client.query<{ n: string }>(
      `select count(*) as n from closed_contact where id >= lowest_id_at($1::timestamp at time zone 'UTC')
         and id < lowest_id_at(($1::timestamp + interval '1 month') at time zone 'UTC')`,
      [name],
    );
    await client.query(`select retention_drop_month($1, '{}', $2)`, [name, rows[0]?.n]);
  }
}

async function deleteRows(client: Client): Promise<void> {
  for (const table of tables) await client.query(`delete from ${table} where contact_id < lowest_id_at('2024-11-01 00:00+00')`);
  await client.query(`delete from closed_contact where id < lowest_id_at('2024-11-01 00:00+00')`);
  for (const table of [...tables, 'closed_contact']) await client.query(`vacuum ${table}`);
}

/** B7: ten months of closed contacts dropped as partitions, beside DELETE and VACUUM of the same rows. */
export async function run(): Promise<readonly Figure[]> {
  const cluster = await startCluster();
  const admin = new Client({ connectionString: cluster.url('postgres') });
  await admin.connect();
  const measured = [];
  for (const [name, work] of [
    ['dropped', dropMonths],
    ['deleted', deleteRows],
  ] as const) {
    await admin.query(`create database ${name}`);
    await migrate(cluster.url(name), 'history');
    const client = new Client({ connectionString: cluster.url(name) });
    await client.connect();
    const contacts = await fill(client);
    measured.push({ ...(await cost(client, () => work(client))), contacts });
    const { rows } = await client.query(`select 1 from closed_contact limit 1`);
    if (rows.length > 0) throw new Error('rows are left');
    await client.end();
  }
  await admin.end();
  await cluster.stop();
  const [ours, floor] = measured;
  if (!ours || !floor) return [];
  const what = `${String(ours.contacts)} contacts in ${String(months)} months`;
  return [
    {
      name: `B7 time: ${what} dropped vs DELETE + VACUUM`,
      ours: ours.ms,
      floor: floor.ms,
      ratio: ours.ms / floor.ms,
      unit: 'ms',
    },
    {
      name: `B7 WAL: ${what} dropped vs DELETE + VACUUM`,
      ours: ours.wal / 1e6,
      floor: floor.wal / 1e6,
      ratio: ours.wal / floor.wal,
      unit: 'MB',
    },
  ];
}
