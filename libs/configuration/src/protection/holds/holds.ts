import { VoxkeepError, type AuditAct } from '@voxkeep/contracts';
import type { KeyOwner, StandingHold } from '@voxkeep/personal-data';
import { newId, type Database, type Transaction } from '@voxkeep/platform';
import { holdViewSql, readHold, standing, type HoldOutcome, type HoldState, type HoldView, type NewHold } from './hold-view.js';

type Locked = Pick<HoldView, 'id' | 'state' | 'placedBy' | 'releaseBy'>;

const following: Readonly<Record<HoldState, readonly HoldState[]>> = {
  proposed: ['active', 'refused'],
  active: ['release-proposed', 'active'],
  'release-proposed': ['released', 'active'],
  released: [],
  refused: [],
};

/**
 * Legal holds and restrictions. Placed by one person and approved by another, released in the same way; a proposal stops deletion
 * at once, because what is deleted cannot be brought back by an approval.
 */
export class Holds {
  constructor(private readonly database: Database) {}

  /** Proposes a hold. Answers its id. Throws `hold.erasure-running` while an erasure goes on which it could no longer stop. */
  place({ matter, basis, contactRole, caseId, reviewAt, scopes }: NewHold, by: string): Promise<string> {
    const id = newId();
    return this.database.transaction(async (t) => {
      // Keeps every erasure from beginning until this hold stands: it either sees the hold or is seen here.
      await t.rows('lock table protection."case" in share mode');
      const running = await t.rows(
        `select 1 from protection."case" where kind = 'erasure' and state in ('restricting', 'executing', 'verifying')`,
      );
      if (running.length > 0) throw new VoxkeepError('hold.erasure-running');
      await t.rows(
        `insert into protection.hold (id, number, matter, basis, contact_role, case_id, review_at, placed_by)
         values ($1, 'HOLD-' || to_char(now(), 'YYYY') || '-' || lpad(nextval('protection.hold_number')::text, 5, '0'), $2, $3, $4, $5, $6, $7)`,
        [id, matter, basis, contactRole, caseId, reviewAt, by],
      );
      for (const [at, { kind, keyId, from, to }] of scopes.entries())
        await t.rows(
          'insert into protection.hold_scope (hold_id, number, kind, key_id, from_at, to_at) values ($1, $2, $3, $4, $5, $6)',
          [id, at + 1, kind, keyId, from, to],
        );
      await auditHold(t, 'hold.place', id, by);
      return id;
    });
  }

  async find(id: string): Promise<HoldView | undefined> {
    const [row] = await this.database.rows<HoldView>(`${holdViewSql('hold')} where h.id = $1`, [id]);
    return row && readHold(row);
  }

  /** All holds: those in force first, the next to be looked at on top. */
  async list(): Promise<readonly HoldView[]> {
    const rows = await this.database.rows<HoldView>(
      `${holdViewSql('hold')} order by h.state in ('released', 'refused'), h.review_at, h.number`,
    );
    return rows.map(readHold);
  }

  /** The holds that keep something from being deleted now: what retention and erasure ask `holdsOver` with. */
  async standing(): Promise<readonly StandingHold[]> {
    const rows = await this.database.rows<HoldView>(holdViewSql('standing_hold'));
    const keys = await this.database.rows<{ hold: string; key: string }>(
      `select k.hold_id as hold, k.key_kind || '/' || k.key_id as key from protection.held_key k
         join protection.standing_hold h on h.id = k.hold_id
       union all
       select o.hold_id, 'owner/' || o.owner_id from protection.held_owner o join protection.standing_hold h on h.id = o.hold_id`,
    );
    const byHold = new Map<string, string[]>();
    for (const { hold, key } of keys) {
      const listed = byHold.get(hold);
      if (listed) listed.push(key);
      else byHold.set(hold, [key]);
    }
    return rows.map((row) => standing(readHold(row), byHold.get(row.id) ?? []));
  }

  /** Approves a proposal, by another person than the one who placed it. */
  approve(id: string, by: string): Promise<HoldOutcome> {
    return this.#move(id, 'active', by, `approved_by = $3::uuid, approved_at = now()`, {
      from: ['proposed'],
      check: ({ placedBy }) => placedBy === by,
    });
  }

  /** Takes a proposal back, or turns it down. */
  refuse(id: string, by: string): Promise<HoldOutcome> {
    return this.#move(id, 'refused', by, 'release_by = $3::uuid, release_at = now()', { from: ['proposed'] });
  }

  /** Notes that a hold was looked at and stays, until the next review. */
  keep(id: string, reviewAt: Date, by: string): Promise<HoldOutcome> {
    // Who looked stands in the audit trail; the cast tells the database the type of the parameter all the same.
    return this.#move(id, 'active', by, 'review_at = case when $3::uuid is not null then $4::timestamptz end', {
      from: ['active'],
      more: [reviewAt],
    });
  }

  /** Asks for a release; nothing is released before a second person agrees. */
  proposeRelease(id: string, reason: string, by: string): Promise<HoldOutcome> {
    const set = 'release_reason = $4, release_by = $3::uuid, release_at = now()';
    return this.#move(id, 'release-proposed', by, set, { from: ['active'], more: [reason] });
  }

  /** Releases, by another person than the one who asked for it. */
  release(id: string, by: string): Promise<HoldOutcome> {
    return this.#move(id, 'released', by, 'released_by = $3::uuid, released_at = now()', {
      from: ['release-proposed'],
      check: ({ releaseBy }) => releaseBy === by,
    });
  }

  /** Notes what a hold was found to cover; what was noted before stays. Answers the owners that are new to this hold. */
  cover(id: string, keys: readonly string[], owners: readonly KeyOwner[]): Promise<readonly KeyOwner[]> {
    return this.database.transaction(async (t) => {
      await t.rows(
        `insert into protection.held_key (hold_id, key_kind, key_id)
         select $1, split_part(k, '/', 1), split_part(k, '/', 2)::uuid from unnest($2::text[]) as k on conflict do nothing`,
        [id, keys],
      );
      const added = await t.rows<KeyOwner>(
        `insert into protection.held_owner (hold_id, owner_id, owner_class)
         select $1, * from unnest($2::uuid[], $3::text[]) on conflict do nothing
         returning owner_id as "ownerId", owner_class as "ownerClass"`,
        [id, owners.map(({ ownerId }) => ownerId), owners.map(({ ownerClass }) => ownerClass)],
      );
      await t.rows('update protection.hold set resolved_at = now() where id = $1', [id]);
      return added;
    });
  }

  /** Key owners of a hold that no other hold in force covers: those that its release gives back. */
  ownersOnlyOf(id: string): Promise<readonly KeyOwner[]> {
    return this.database.rows<KeyOwner>(
      `select o.owner_id as "ownerId", o.owner_class as "ownerClass" from protection.held_owner o
        where o.hold_id = $1 and not exists (
          select 1 from protection.held_owner other join protection.hold h on h.id = other.hold_id
           where other.owner_id = o.owner_id and other.owner_class = o.owner_class and h.id <> $1
             and h.state in ('active', 'release-proposed'))`,
      [id],
    );
  }

  /** Forgets the keys of a released hold, once they were given back. */
  async forget(id: string): Promise<void> {
    await this.database.rows('delete from protection.held_owner where hold_id = $1', [id]);
  }

  /** Released holds whose keys were not given back yet: a release that was interrupted. */
  async unsettled(): Promise<readonly string[]> {
    const rows = await this.database.rows<{ id: string }>(
      `select distinct h.id from protection.hold h join protection.held_owner o on o.hold_id = h.id where h.state = 'released'`,
    );
    return rows.map(({ id }) => id);
  }

  #move(
    id: string,
    to: HoldState,
    by: string,
    set: string,
    { from, check = () => false, more = [] }: Move,
  ): Promise<HoldOutcome> {
    return this.database.transaction(async (t): Promise<HoldOutcome> => {
      const [found] = await t.rows<Locked>(
        'select id, state, placed_by as "placedBy", release_by as "releaseBy" from protection.hold where id = $1 for update',
        [id],
      );
      if (found === undefined) return { refused: 'not-there' };
      if (!from.includes(found.state) || !following[found.state].includes(to)) return { refused: 'wrong-state' };
      if (check(found)) return { refused: 'same-person' };
      await t.rows(`update protection.hold set state = $2, ${set} where id = $1`, [id, to, by, ...more]);
      await auditHold(t, `hold.${to}`, id, by);
      return { state: to };
    });
  }
}

interface Move {
  readonly from: readonly HoldState[];
  /** Whether this is the person who may not do it. */
  readonly check?: (found: Locked) => boolean;
  readonly more?: readonly unknown[];
}

async function auditHold(t: Transaction, action: AuditAct, id: string, by: string): Promise<void> {
  await t.audit({ action, actor: by, object: { kind: 'hold', id }, purpose: 'legal-hold' });
}
