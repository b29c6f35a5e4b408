import type { Database } from '@voxkeep/platform';

export type BlockReason = 'do-not-call' | 'erased' | 'wrong-number';

/** Contact points that are never called. */
export class BlockedNumbers {
  constructor(private readonly outbound: Database) {}

  /** Blocks a contact point; the first reason stays. */
  block(contactPointId: string, reason: BlockReason, by: string): Promise<'blocked' | 'already-blocked'> {
    return this.outbound.transaction(async (t) => {
      const [blocked] = await t.rows(
        'insert into blocked_number (contact_point_id, reason) values ($1, $2) on conflict do nothing returning contact_point_id',
        [contactPointId, reason],
      );
      if (blocked === undefined) return 'already-blocked';
      await t.audit({
        action: 'number.block',
        actor: by,
        object: { kind: 'contact-point', id: contactPointId },
        subject: contactPointId,
        purpose: reason,
      });
      return 'blocked';
    });
  }

  /** Lets a contact point be called again. */
  unblock(contactPointId: string, by: string): Promise<boolean> {
    return this.outbound.transaction(async (t) => {
      const [freed] = await t.rows('delete from blocked_number where contact_point_id = $1 returning contact_point_id', [
        contactPointId,
      ]);
      if (freed === undefined) return false;
      await t.audit({
        action: 'number.unblock',
        actor: by,
        object: { kind: 'contact-point', id: contactPointId },
        subject: contactPointId,
      });
      return true;
    });
  }

  /** Which of these contact points are blocked. */
  async among(contactPointIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.outbound.rows<{ id: string }>(
      'select contact_point_id as id from blocked_number where contact_point_id = any($1::uuid[])',
      [contactPointIds],
    );
    return new Set(rows.map(({ id }) => id));
  }
}
