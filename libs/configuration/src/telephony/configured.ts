import { newId, violates, type Database, type Transaction } from '@voxkeep/platform';
import type { EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity.js';
import type { Actor } from '../rights/actor.js';

/** A configured object: named, with a random id. */
interface Named extends ObjectLiteral {
  readonly id: string;
  readonly name: string;
}
/** `network-taken`: another trunk has the network; `network-twice`: the trunk names one twice. */
export type NetworkRefusal = 'network-taken' | 'network-twice';
export type SaveOutcome = { readonly saved: string } | { readonly refused: 'name-taken' | 'not-there' | NetworkRefusal };
export type RemoveOutcome = { readonly removed: boolean } | { readonly refused: 'in-use' };

/** What a kind of configured object is called, and what else a change must tell. */
export interface Kind<E extends Named> {
  readonly entity: EntityTarget<E>;
  readonly code: 'queue' | 'trunk' | 'recording-policy' | 'consent-policy';
  readonly table: string;
  /** Looks at an object as it was written; what is refused is not kept. */
  readonly refusal?: (t: Transaction, id: string) => Promise<NetworkRefusal | undefined>;
  readonly onChange?: (t: Transaction, id: string) => Promise<void>;
}

/** Ends the transaction of a save that is refused. */
class Refused extends Error {
  constructor(readonly why: NetworkRefusal) {
    super(why);
  }
}

/** Keeper of one kind of configured object: create, change, list, remove; each change with its audit entry in one transaction. */
export abstract class Configured<E extends Named> {
  protected constructor(
    protected readonly database: Database,
    private readonly kind: Kind<E>,
  ) {}

  /** All objects in the order of their names. */
  list(): Promise<readonly E[]> {
    return this.database.source.getRepository(this.kind.entity).find({ order: { name: 'ASC' } as never });
  }

  async find(id: string): Promise<E | undefined> {
    return (await this.database.source.getRepository(this.kind.entity).findOneBy({ id } as FindOptionsWhere<E>)) ?? undefined;
  }

  /** Makes an object under a new id. Throws the database's refusal when a value is outside its range. */
  create(values: Omit<E, 'id'>, by: Actor): Promise<SaveOutcome> {
    const id = newId();
    return this.#unlessTaken(async (t) => {
      await t.manager.insert(this.kind.entity, { ...values, id } as unknown as QueryDeepPartialEntity<E>);
      await this.#look(t, id);
      await this.#tell(t, 'create', id, by);
      return { saved: id };
    });
  }

  /** Changes some values of an object. */
  change(id: string, values: Partial<Omit<E, 'id'>>, by: Actor): Promise<SaveOutcome> {
    return this.#unlessTaken(async (t) => {
      const { affected } = await t.manager.update(this.kind.entity, { id }, values as unknown as QueryDeepPartialEntity<E>);
      if (affected !== 1) return { refused: 'not-there' };
      await this.#look(t, id);
      await this.#tell(t, 'modify', id, by, Object.keys(values));
      return { saved: id };
    });
  }

  /** Removes an object that nothing refers to. */
  async remove(id: string, by: Actor): Promise<RemoveOutcome> {
    try {
      return await this.database.transaction(async (t) => {
        const gone = await t.rows(`delete from ${this.kind.table} where id = $1 returning 1`, [id]);
        if (gone.length > 0) await this.#tell(t, 'delete', id, by);
        return { removed: gone.length > 0 };
      });
    } catch (thrown) {
      if (isReferred(thrown)) return { refused: 'in-use' };
      throw thrown;
    }
  }

  async #look(t: Transaction, id: string): Promise<void> {
    const why = await this.kind.refusal?.(t, id);
    if (why !== undefined) throw new Refused(why);
  }

  async #tell(
    t: Transaction,
    what: 'create' | 'modify' | 'delete',
    id: string,
    by: Actor,
    columns: readonly string[] = [],
  ): Promise<void> {
    await this.kind.onChange?.(t, id);
    await t.audit({ action: `${this.kind.code}.${what}`, actor: by, object: { kind: this.kind.code, id }, columns });
  }

  async #unlessTaken(work: (t: Transaction) => Promise<SaveOutcome>): Promise<SaveOutcome> {
    try {
      return await this.database.transaction(work);
    } catch (thrown) {
      if (thrown instanceof Refused) return { refused: thrown.why };
      if (violates(thrown, `uq_${this.kind.table}_name`)) return { refused: 'name-taken' };
      throw thrown;
    }
  }
}

const references = ['fk_queue_recording_policy', 'fk_queue_consent_policy', 'fk_trunk_queue'];

function isReferred(thrown: unknown): boolean {
  return references.some((constraint) => violates(thrown, constraint));
}
