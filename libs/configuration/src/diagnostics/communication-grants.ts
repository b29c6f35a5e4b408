import type { Database, Transaction } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';
import type { GrantEnd } from './communication-grant.entity.js';
import { grantSql, type GrantKeys, type CommunicationGrantOutcome, type GrantView, type NewGrant } from './grant-view.js';

const insertGrant = `
  insert into diagnostics.communication_grant (id, scope_kind, scope_id, purpose, reason, requester_person_id, minutes, requested_by)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;
const openGrant = `
  update diagnostics.communication_grant
     set state = 'open', approved_by = $2, opened_at = now(), ends_at = now() + make_interval(mins => minutes),
         delete_at = now() + make_interval(mins => minutes, hours => 72), public_key = $3, number_digest = $4
   where id = $1`;
const endGrants = `
  update diagnostics.communication_grant
     set state = 'ended', ended_at = least(now(), ends_at), delete_at = least(now(), ends_at) + interval '72 hours', end_reason = $1, number_digest = null
   where state = 'open' and ($2::uuid is null or id = $2) and ($1 <> 'expired' or ends_at <= now()) returning id, scope_id as "scopeId"`;

/**
 * The switch for communication events: never a boolean, but a grant with a scope, a purpose, an end and two people. Every step is
 * one transaction with its audit entry.
 */
export class CommunicationGrants {
  constructor(private readonly database: Database) {}

  /** Asks for a grant; nothing is written down until somebody else approves it. */
  async request(grant: NewGrant, by: string): Promise<void> {
    await this.database.transaction(async (t) => {
      const { id, scopeKind, scopeId, purpose, reason, requesterPersonId, minutes } = grant;
      await t.rows(insertGrant, [id, scopeKind, scopeId, purpose, reason?.envelope ?? null, requesterPersonId, minutes, by]);
      await audit(t, 'request', { id, scopeId, purpose }, by);
    });
  }

  /** Opens a requested grant from now on. `keys` is asked for under the lock, so that a refused approval leaves no key behind. */
  approve(id: string, by: string, keys: (grant: GrantView) => Promise<GrantKeys>): Promise<CommunicationGrantOutcome> {
    return this.#locked(id, async (t, grant) => {
      if (grant.state !== 'requested') return { refused: 'wrong-state' };
      if (grant.requestedBy === by) return { refused: 'same-person' };
      const { publicKey, numberDigest } = await keys(grant);
      await t.rows(openGrant, [id, by, publicKey, numberDigest]);
      await audit(t, 'approve', grant, by);
      return { state: 'open' };
    });
  }

  /** Turns a request down, or takes one's own back. */
  refuse(id: string, by: string): Promise<CommunicationGrantOutcome> {
    return this.#locked(id, async (t, grant) => {
      if (grant.state !== 'requested') return { refused: 'wrong-state' };
      await t.rows(
        `update diagnostics.communication_grant set state = 'refused', ended_at = now(), end_reason = 'refused', reason = null where id = $1`,
        [id],
      );
      await audit(t, 'refuse', grant, by);
      return { state: 'refused' };
    });
  }

  /** Ends an open grant before its time. */
  async end(id: string, by: string): Promise<CommunicationGrantOutcome> {
    const ended = await this.#endWhere('by-hand', id, by);
    if (ended.length > 0) return { state: 'ended' };
    return (await this.find(id)) ? { refused: 'wrong-state' } : { refused: 'not-there' };
  }

  /** Ends what has run out; with `restart` everything that is open. Returns the ids of what ended. */
  endDue(reason: Extract<GrantEnd, 'expired' | 'restart'>, by: Actor): Promise<readonly string[]> {
    return this.#endWhere(reason, null, by);
  }

  /** Notes that the stream and its key are destroyed; what was written about why goes with it. */
  shredded(id: string, by: Actor): Promise<CommunicationGrantOutcome> {
    return this.#locked(id, async (t, grant) => {
      if (grant.state !== 'ended') return { refused: 'wrong-state' };
      await t.rows('delete from diagnostics.stream_contact where grant_id = $1', [id]);
      await t.rows(
        `update diagnostics.communication_grant set state = 'shredded', shredded_at = now(), reason = null where id = $1`,
        [id],
      );
      await audit(t, 'shred', grant, by);
      return { state: 'shredded' };
    });
  }

  /** Notes which contacts a stream tells of, so that a person's report finds it. */
  async noteContacts(grantId: string, contactIds: readonly string[]): Promise<void> {
    await this.database.rows(
      `insert into diagnostics.stream_contact (grant_id, contact_id, delete_at)
       select g.id, c, g.delete_at from diagnostics.communication_grant g, unnest($2::uuid[]) as c
        where g.id = $1 and g.state in ('open', 'ended')
       on conflict (grant_id, contact_id) do update set delete_at = excluded.delete_at`,
      [grantId, contactIds],
    );
  }

  /** Grants whose stream has to go now. */
  listDueForShredding(): Promise<readonly GrantView[]> {
    return this.database.rows<GrantView>(`${grantSql} where state = 'ended' and delete_at <= now()`);
  }

  /** Every grant, the newest first; 200 at most. */
  list(): Promise<readonly GrantView[]> {
    return this.database.rows<GrantView>(`${grantSql} order by requested_at desc limit 200`);
  }

  async find(id: string): Promise<GrantView | undefined> {
    const [grant] = await this.database.rows<GrantView>(`${grantSql} where id = $1`, [id]);
    return grant;
  }

  /** Grants whose streams exist: open ones and ended ones. */
  listLiving(): Promise<readonly GrantView[]> {
    return this.database.rows<GrantView>(`${grantSql} where state in ('open', 'ended') order by requested_at`);
  }

  #endWhere(reason: GrantEnd, id: string | null, by: Actor): Promise<readonly string[]> {
    return this.database.transaction(async (t) => {
      const ended = await t.rows<{ id: string; scopeId: string }>(endGrants, [reason, id]);
      for (const grant of ended) await audit(t, 'end', grant, by);
      return ended.map((grant) => grant.id);
    });
  }

  #locked(
    id: string,
    work: (t: Transaction, grant: GrantView) => Promise<CommunicationGrantOutcome>,
  ): Promise<CommunicationGrantOutcome> {
    return this.database.transaction(async (t) => {
      const [grant] = await t.rows<GrantView>(`${grantSql} where id = $1 for update`, [id]);
      return grant ? work(t, grant) : { refused: 'not-there' };
    });
  }
}

function audit(
  t: Transaction,
  what: 'request' | 'approve' | 'refuse' | 'shred' | 'end',
  { id, scopeId, purpose }: { readonly id: string; readonly scopeId: string; readonly purpose?: string },
  by: Actor,
): Promise<void> {
  const object = { kind: 'communication-grant', id };
  return t.audit({
    action: `communication-grant.${what}`,
    actor: by,
    object,
    subject: scopeId,
    ...(purpose !== undefined && { purpose }),
  });
}
