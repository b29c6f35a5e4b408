import type { OwnerClass } from '@voxkeep/personal-data';
import type { AuditEntry, Database } from '@voxkeep/platform';
import type { OwnerRef } from '../protocol/messages.js';

/** An order to replace every key of a class that was made before `createdBefore`; done when `resealedAt` is set. */
export interface OwnerRotationOrder {
  readonly ownerClass: OwnerClass;
  readonly createdBefore: Date;
  readonly resealedAt: Date | null;
}

export interface RetiringKey extends OwnerRef {
  readonly epoch: number;
}

/** Keys of contacts are replaced once a year: they are many, and what is sealed under one of them outlives the call by years. */
const yearlyClasses: readonly OwnerClass[] = ['contact-customer', 'contact-agent'];
const monthMs = 30 * 24 * 3_600_000;
const yearMs = 365 * 24 * 3_600_000;

const order = `
  insert into owner_rotation (owner_class, created_before) values ($1, $2)
      on conflict (owner_class) do update
         set created_before = greatest(owner_rotation.created_before, excluded.created_before), requested_at = now(), resealed_at = null`;

const selectDue = `
  select c.owner_class from unnest($1::text[]) as c (owner_class)
   where not exists (select 1 from owner_rotation r where r.owner_class = c.owner_class and r.requested_at > $2)
     and exists (select 1 from subject_key k where k.owner_class = c.owner_class and k.state = 'active' and k.created_at < $3)`;

const selectRetiring = `
  select owner_id as "ownerId", owner_class as "ownerClass", epoch from subject_key
   where state = 'retiring' and retiring_at < $1 and (owner_class, owner_id, epoch) > ($2::text, $3::uuid, $4::int)
   order by owner_class, owner_id, epoch limit $5`;

/** Which classes of owners are to have newer keys, and which old keys wait for their last value to go. */
export class OwnerRotations {
  constructor(
    private readonly database: Database,
    private readonly now: () => Date,
  ) {}

  /** Orders newer keys for every owner of a class whose key was made before `createdBefore`, at the latest before now. */
  order(ownerClass: OwnerClass, createdBefore: Date, entry: AuditEntry): Promise<void> {
    return this.database.transaction(async (t) => {
      // Keys made by the rotation itself are not to be replaced by it.
      await t.rows(order, [ownerClass, new Date(Math.min(createdBefore.getTime(), this.now().getTime()))]);
      await t.audit({ ...entry, object: { kind: 'owner-class', id: ownerClass } });
    });
  }

  /** Orders what a year has made due, at most once a month and class. */
  async orderDue(entry: AuditEntry): Promise<void> {
    const now = this.now().getTime();
    const createdBefore = new Date(now - yearMs);
    const due = await this.database.rows<{ owner_class: OwnerClass }>(selectDue, [
      yearlyClasses,
      new Date(now - monthMs),
      createdBefore,
    ]);
    for (const { owner_class: ownerClass } of due) await this.order(ownerClass, createdBefore, entry);
  }

  all(): Promise<OwnerRotationOrder[]> {
    return this.database.rows<OwnerRotationOrder>(
      `select owner_class as "ownerClass", created_before as "createdBefore", resealed_at as "resealedAt" from owner_rotation order by 1`,
    );
  }

  /** Notes that a whole pass over the values of a class found none that had to be sealed anew. */
  async resealed(ownerClass: OwnerClass, createdBefore: Date): Promise<void> {
    await this.database.rows(
      `update owner_rotation set resealed_at = $3 where owner_class = $1 and date_trunc('milliseconds', created_before) = $2`,
      [ownerClass, createdBefore, this.now()],
    );
  }

  /** Keys that were replaced before `replacedBefore`, in order, from after the given one. */
  retiring(replacedBefore: Date, after: RetiringKey | undefined, limit: number): Promise<RetiringKey[]> {
    const { ownerClass = '', ownerId = '00000000-0000-0000-0000-000000000000', epoch = 0 } = after ?? {};
    return this.database.rows<RetiringKey>(selectRetiring, [replacedBefore, ownerClass, ownerId, epoch, limit]);
  }
}
