import { newId, type Database, type Transaction } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';
import type { AddressKind } from './user-address.entity.js';

export interface NewAddress {
  readonly kind: AddressKind;
  readonly value: string;
  readonly trunkId?: string | null;
}
export interface Address extends Required<NewAddress> {
  readonly id: string;
  readonly fromAt: Date;
  readonly toAt: Date | null;
}

/** Where users are reached. An assignment has a begin and an end and is never overwritten: calls of yesterday keep their user. */
export class Addresses {
  constructor(private readonly database: Database) {}

  /** The addresses of a user, present ones first. */
  listOf(userId: string): Promise<readonly Address[]> {
    return this.database.rows<Address>(
      `select id, kind, value, trunk_id as "trunkId", from_at as "fromAt", to_at as "toAt"
       from user_address where user_id = $1 order by to_at desc nulls first, from_at desc`,
      [userId],
    );
  }

  /** Assigns addresses from now on. */
  assign(userId: string, addresses: readonly NewAddress[], by: Actor): Promise<readonly string[]> {
    return this.database.transaction(async (t) => {
      const ids = await writeAddresses(t, userId, addresses);
      await t.audit({ action: 'user.assign-address', actor: by, object: { kind: 'user', id: userId }, count: ids.length });
      return ids;
    });
  }

  /** Ends an assignment now. False when it is not there or ended before. */
  end(addressId: string, by: Actor): Promise<boolean> {
    return this.database.transaction(async (t) => {
      const [row] = await t.rows<{ user_id: string }>(
        'update user_address set to_at = now() where id = $1 and to_at is null returning user_id',
        [addressId],
      );
      if (row !== undefined) await t.audit({ action: 'user.end-address', actor: by, object: { kind: 'user', id: row.user_id } });
      return row !== undefined;
    });
  }
}

/** Writes assignments from now on; returns their ids. For keepers of this lib. */
export async function writeAddresses(
  t: Transaction,
  userId: string,
  addresses: readonly NewAddress[],
): Promise<readonly string[]> {
  const ids = addresses.map(() => newId());
  await t.rows(
    `insert into user_address (id, user_id, kind, value, trunk_id)
     select id, $1, kind, value, trunk_id from unnest($2::uuid[], $3::text[], $4::text[], $5::uuid[]) as a (id, kind, value, trunk_id)`,
    [
      userId,
      ids,
      addresses.map((each) => each.kind),
      addresses.map((each) => each.value.trim()),
      addresses.map((each) => each.trunkId ?? null),
    ],
  );
  return ids;
}
