import { domainEvent } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';
import { Configured } from './configured.js';
import { ConsentPolicy, RecordingPolicy } from './policy.entity.js';
import { Queue } from './queue.entity.js';
import { Trunk } from './trunk.entity.js';

/** Queues and which policies hold for their calls. */
export class Queues extends Configured<Queue> {
  constructor(database: Database) {
    super(database, { entity: Queue, code: 'queue', table: 'queue' });
  }
}

/** Trunks: who may send calls. A change is an event, so that recorders re-read it. */
export class Trunks extends Configured<Trunk> {
  constructor(database: Database) {
    super(database, {
      entity: Trunk,
      code: 'trunk',
      table: 'trunk',
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
