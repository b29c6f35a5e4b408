import { domainEvent } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';

export interface NewAttempt {
  readonly id: string;
  readonly customerId: string;
  readonly contactId: string | null;
  readonly at: Date;
}

export interface AttemptRecord extends NewAttempt {
  /** Null while the call goes on. */
  readonly result: string | null;
}

/** Calls to the customers of a list. */
export class Attempts {
  constructor(private readonly outbound: Database) {}

  /** Notes that a customer is being called; the same id again changes nothing. */
  begin({ id, customerId, contactId, at }: NewAttempt, by: string): Promise<void> {
    return this.outbound.transaction(async (t) => {
      const [begun] = await t.rows(
        'insert into attempt (id, customer_id, contact_id, at) values ($1, $2, $3, $4) on conflict do nothing returning id',
        [id, customerId, contactId, at],
      );
      if (begun !== undefined) await t.audit({ action: 'attempt.begin', actor: by, object: { kind: 'attempt', id } });
    });
  }

  /** Notes what came of it; the first result counts. `contactId` says which contact the call became. */
  finish(attemptId: string, result: string, contactId: string | null, by: string): Promise<'finished' | 'already-finished'> {
    return this.outbound.transaction(async (t) => {
      const [finished] = await t.rows<{ campaignId: string }>(
        `update attempt a set result = $2, contact_id = coalesce(a.contact_id, $3)
         from customer c join call_list l on l.id = c.call_list_id
         where a.id = $1 and a.result is null and c.id = a.customer_id returning l.campaign_id as "campaignId"`,
        [attemptId, result, contactId],
      );
      if (finished === undefined) return 'already-finished';
      const { campaignId } = finished;
      await t.append(domainEvent('attempt.finished.v1', { attemptId, campaignId, at: new Date().toISOString() }));
      await t.audit({ action: 'attempt.finish', actor: by, object: { kind: 'attempt', id: attemptId } });
      return 'finished';
    });
  }

  /** The attempts at a customer, oldest first. */
  ofCustomer(customerId: string): Promise<readonly AttemptRecord[]> {
    return this.outbound.rows<AttemptRecord>(
      `select id, customer_id as "customerId", contact_id as "contactId", at, result from attempt where customer_id = $1 order by at, id`,
      [customerId],
    );
  }
}
