import type { StoreName } from '@voxkeep/contracts';
import type { Classification } from './classification.js';
import type { EntityErasure, EntityKind, KeyDomain, KeyKind, OwnerClass } from './vocabulary.js';

/** Any class; entities are only ever named, never constructed here. */
export type EntityClass = abstract new (...args: never[]) => object;

/**
 * A matched row yields a key. `during` names two timestamp columns: the key counts for the person between them only
 * (a number that was handed on to somebody else).
 */
export interface KeyProvision {
  readonly column: string;
  readonly key: KeyKind;
  readonly during?: { readonly from: string; readonly to: string };
}

/** How a person's rows are found. `at` names the row's timestamp, compared with the `during` of the key. */
export interface KeyReach {
  readonly column: string;
  readonly key: KeyKind;
  readonly role?: string;
  readonly at?: string;
}

export interface KeyOwnerColumn {
  readonly column: string;
  readonly ownerClass: OwnerClass;
  /** Only rows in which a column has this value have an owner of this class: whose voice a channel carries. */
  readonly where?: { readonly column: string; readonly is: string };
  /**
   * The owner dies only with rows that are erased by this key. A party of a call may go with the employee who was on it; the key of
   * its address is that of the call.
   */
  readonly diesBy?: KeyKind;
}

export interface DataSubjectOptions {
  readonly store: StoreName;
  /** `schema.table` when the schema is not `public`. */
  readonly table: string;
  readonly kind: EntityKind;
  /** Demanded by kind `none`: why nobody is in this table. */
  readonly reason?: string;
  /** Column(s) that name one row; default `id` when there is such a column. */
  readonly id?: string | readonly string[];
  readonly provides?: KeyProvision | readonly KeyProvision[];
  readonly reachedBy?: readonly KeyReach[];
  readonly owners?: readonly KeyOwnerColumn[];
  readonly domain?: KeyDomain;
  /** Stable name in the associated data of seals; default `store.table`. Set where ciphertext is copied from another store. */
  readonly sealedAs?: string;
  /** Default `delete`. */
  readonly onErasure?: EntityErasure;
  /** Demanded by `keep`: the legal ground, printed on certificates. */
  readonly because?: string;
  /** A `role` of `reachedBy`: rows found only in other roles stay, and their keys too. */
  readonly erasureCondition?: string;
  readonly deletion?: { readonly class: string; readonly start: string };
  readonly activities?: readonly string[];
}

export interface CatalogueColumn {
  /** Absent for a table without an entity. */
  readonly property?: string;
  readonly column: string;
  readonly classification: Classification;
}

/** One table of one store, with everything known about the persons in it. */
export interface CatalogueEntity {
  readonly name: string;
  readonly entityClass?: EntityClass;
  readonly store: StoreName;
  readonly schema: string;
  readonly table: string;
  readonly kind: EntityKind;
  readonly reason?: string;
  readonly id: readonly string[];
  readonly provides: readonly KeyProvision[];
  readonly reachedBy: readonly KeyReach[];
  readonly owners: readonly KeyOwnerColumn[];
  readonly domain?: KeyDomain;
  readonly sealedAs: string;
  readonly onErasure: EntityErasure;
  readonly because?: string;
  readonly erasureCondition?: string;
  readonly deletion?: { readonly class: string; readonly start: string };
  readonly activities: readonly string[];
  readonly columns: readonly CatalogueColumn[];
}

/** `contact`, or `protection.case` outside the schema `public`. */
export function qualifiedTable(entity: Pick<CatalogueEntity, 'schema' | 'table'>): string {
  return entity.schema === 'public' ? entity.table : `${entity.schema}.${entity.table}`;
}

/** Whether a reach is by the very key that the row provides: `contact` by `contact.id`. */
export function isOwnKey({ provides }: Pick<CatalogueEntity, 'provides'>, reach: KeyReach): boolean {
  return provides.some(({ column, key }) => column === reach.column && key === reach.key);
}

/** `protection.case` → schema and table; without a schema it is `public`. */
export function splitTable(table: string): { readonly schema: string; readonly table: string } {
  const [first = '', second] = table.split('.');
  return second === undefined ? { schema: 'public', table: first } : { schema: first, table: second };
}
