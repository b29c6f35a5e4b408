import type { http } from '@voxkeep/contracts';
import { newId, violates, type Database, type Transaction } from '@voxkeep/platform';
import type { Actor } from '../rights/actor.js';
import { OtherSystem } from './other-system.entity.js';

export type OtherSystemOutcome = { readonly saved: string } | { readonly refused: 'name-taken' | 'not-there' };

const columns = [
  ...['name', 'kind', 'owner_user_id', 'owner_office', 'contact', 'how_to_search', 'categories'],
  ...['processor', 'agreement', 'transfer', 'retention', 'answer_days'],
];

/** The register of systems that are no part of the product and may hold data of the same persons. */
export class OtherSystems {
  constructor(private readonly database: Database) {}

  /** By name; those out of use last. */
  list(): Promise<readonly OtherSystem[]> {
    return this.database.source
      .getRepository(OtherSystem)
      .find({ order: { retiredAt: { direction: 'DESC', nulls: 'FIRST' }, name: 'ASC' } });
  }

  async find(id: string): Promise<OtherSystem | undefined> {
    return (await this.database.source.getRepository(OtherSystem).findOneBy({ id })) ?? undefined;
  }

  create(body: http.OtherSystemBody, by: Actor): Promise<OtherSystemOutcome> {
    const id = newId();
    const places = columns.map((_column, index) => `$${String(index + 2)}`);
    return this.#save(async (t) => {
      await t.rows(`insert into register.other_system (id, ${columns.join(', ')}) values ($1, ${places.join(', ')})`, [
        id,
        ...valuesOf(body),
      ]);
      await audit(t, 'create', id, by, columns);
      return { saved: id };
    });
  }

  change(id: string, body: http.OtherSystemBody, by: Actor): Promise<OtherSystemOutcome> {
    const sets = columns.map((column, index) => `${column} = $${String(index + 2)}`);
    return this.#save(async (t) => {
      const changed = await t.rows(`update register.other_system set ${sets.join(', ')} where id = $1 returning id`, [
        id,
        ...valuesOf(body),
      ]);
      if (changed.length === 0) return { refused: 'not-there' };
      await audit(t, 'modify', id, by, columns);
      return { saved: id };
    });
  }

  /** Takes a system out of use, or back into it. Cases that asked it keep what it answered. */
  retire(id: string, retired: boolean, by: Actor): Promise<OtherSystemOutcome> {
    return this.#save(async (t) => {
      const changed = await t.rows(
        'update register.other_system set retired_at = case when $2 then coalesce(retired_at, now()) end where id = $1 returning id',
        [id, retired],
      );
      if (changed.length === 0) return { refused: 'not-there' };
      await audit(t, retired ? 'retire' : 'restore', id, by, ['retired_at']);
      return { saved: id };
    });
  }

  async #save(work: (t: Transaction) => Promise<OtherSystemOutcome>): Promise<OtherSystemOutcome> {
    try {
      return await this.database.transaction(work);
    } catch (thrown) {
      if (violates(thrown, 'uq_other_system_name')) return { refused: 'name-taken' };
      throw thrown;
    }
  }
}

function valuesOf(body: http.OtherSystemBody): readonly unknown[] {
  const { name, kind, ownerUserId, ownerOffice, contact, howToSearch, categories } = body;
  const { processor, agreement, transfer, retention, answerDays } = body;
  return [
    ...[name, kind, ownerUserId, ownerOffice, contact, howToSearch, categories],
    ...[processor, agreement, transfer, retention, answerDays],
  ];
}

function audit(
  t: Transaction,
  what: 'create' | 'modify' | 'retire' | 'restore',
  id: string,
  by: Actor,
  changed: readonly string[],
): Promise<void> {
  return t.audit({ action: `other-system.${what}`, actor: by, object: { kind: 'other-system', id }, columns: [...changed] });
}
