import { domainEvent } from '@voxkeep/contracts';
import type { Database, Transaction } from '@voxkeep/platform';
import { Configured, type NetworkRefusal } from './configured.js';
import { ConsentPolicy, RecordingPolicy } from './policy.entity.js';
import { Queue } from './queue.entity.js';
import { Trunk } from './trunk.entity.js';

/** Queues and which policies hold for their calls. */
export class Queues extends Configured<Queue> {
  constructor(database: Database) {
    super(database, { entity: Queue, code: 'queue', table: 'queue' });
  }
}

const sameNetworks = `
  select (select count(*) > count(distinct network) from unnest(t.source_networks) network) as twice,
    exists (select from trunk other where other.id <> t.id and other.source_networks && t.source_networks) as taken
  from trunk t where t.id = $1`;

/**
 * A network is one trunk's: with two nothing would say whose rules hold for its calls. Narrower ones within it are others'. One save after
 * the other, so that two that come at once see each other.
 */
async function refusalOfNetworks(t: Transaction, id: string): Promise<NetworkRefusal | undefined> {
  await t.rows(`select pg_advisory_xact_lock(hashtextextended('trunk.networks', 0))`);
  const [same] = await t.rows<{ twice: boolean; taken: boolean }>(sameNetworks, [id]);
  if (same?.twice) return 'network-twice';
  return same?.taken ? 'network-taken' : undefined;
}

/** Trunks: who may send calls. No two have the same network. A change is an event, so that recorders re-read it. */
export class Trunks extends Configured<Trunk> {
  constructor(database: Database) {
    super(database, {
      entity: Trunk,
      code: 'trunk',
      table: 'trunk',
      refusal: refusalOfNetworks,
      onChange: (t, trunkId) => t.append(domainEvent('trunk.changed.v1', { trunkId, at: new Date().toISOString() })),
    });
  }
}

/** What may be recorded. */
export class RecordingPolicies extends Configured<RecordingPolicy> {
  constructor(database: Database) {
    super(database, { entity: RecordingPolicy, code: 'recording-policy', table: 'recording_policy' });
  }
}

/** How customers are asked. */
export class ConsentPolicies extends Configured<ConsentPolicy> {
  constructor(database: Database) {
    super(database, { entity: ConsentPolicy, code: 'consent-policy', table: 'consent_policy' });
  }
}
