import { domainEvent } from '@voxkeep/contracts';
import { newId, type Database, type Transaction } from '@voxkeep/platform';
import type { Actor } from '../contacts/contact-types.js';
import { isArchived, subjectOf } from './consent-rows.js';

interface Ended {
  readonly id: string;
  readonly contactId: string | null;
}

/** Consents whose time is over and of which nothing was said since, each under a new id. */
const markEnded = `
  insert into consent (id, person_id, contact_point_id, contact_id, purpose, channel, state, wording_version, evidence_kind, at)
  select new.id, c.person_id, c.contact_point_id, c.contact_id, c.purpose, c.channel, 'expired', c.wording_version, 'term', c.valid_until
  from unnest($1::uuid[], $2::uuid[]) as new (of_id, id) join consent c on c.id = new.of_id
  returning id, contact_id as "contactId"`;

const due = `
  select c.id from consent c
  where c.state = 'given' and c.valid_until <= $1 and not ${isArchived('c')} and not exists (
    select from consent n where ${subjectOf('n')} = ${subjectOf('c')} and n.purpose = c.purpose and n.channel = c.channel
      and n.state <> 'asked' and not ${isArchived('n')} and (n.at > c.at or (n.at = c.at and n.id > c.id)))
  order by c.valid_until limit $2`;

/** Writes down the end of consents whose term is over: once each, with its event. */
export class ConsentExpiry {
  constructor(private readonly operative: Database) {}

  /** Answers how many ended; fewer than `limit` means that none is left. One run at a time, whoever calls. */
  expire(now: Date, by: Actor, limit = 500): Promise<number> {
    return this.operative.transaction(async (t) => {
      await t.rows(`select pg_advisory_xact_lock(hashtextextended('consent expiry', 0))`);
      const ids = (await t.rows<{ id: string }>(due, [now, limit])).map(({ id }) => id);
      if (ids.length === 0) return 0;
      const ended = await t.rows<Ended>(markEnded, [ids, ids.map(() => newId())]);
      await tell(t, ended, now, by);
      return ended.length;
    });
  }
}

async function tell(t: Transaction, ended: readonly Ended[], now: Date, by: Actor): Promise<void> {
  const at = now.toISOString();
  await t.append(...ended.map(({ id: consentId, contactId }) => domainEvent('consent.expired.v1', { contactId, consentId, at })));
  await t.audit({ action: 'consent.expired', actor: by, count: ended.length });
}
