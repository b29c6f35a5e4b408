import { isVoxkeepError, VoxkeepError } from '@voxkeep/contracts';
import {
  openText,
  PersonalValue,
  readEnvelopeHeader,
  Sealed,
  sealText,
  type AuditedAccess,
  type EntityClass,
  type KeyDomain,
} from '@voxkeep/personal-data';
import { KeyRing } from '../client/key-ring.js';
import type { KeyOwner, KeyringClient } from '../client/keyring-client.js';
import { faultOf, type SealFault } from './seal-fault.js';
import { envelopeIn, placeOf, sealedColumn, type SealedPlace } from './sealed-place.js';

/** A row with its id and the columns that hold its key owners' ids. */
export interface SealableRow {
  readonly id: string;
}

/** Texts by property; an absent one is not sealed. */
export type TextsByProperty<P extends string> = Readonly<Partial<Record<P, string | undefined>>>;

/** A value read from a row: `key-destroyed` when its owner's key is gone or withheld, undefined when the column is empty. */
export type OpenedValue = PersonalValue<string> | 'key-destroyed' | undefined;
export type OpenedRow<P extends string> = Readonly<Record<P, OpenedValue>>;

/** A value of a list; `altered` when its sealed bytes are not what was sealed, or stand in another place. */
export type ReadValue = OpenedValue | 'altered';
export type ReadRow<P extends string> = Readonly<Record<P, ReadValue>>;

/** Rows as they could be read, by id, and what could not be. */
export interface OpenedEach<P extends string> {
  readonly values: Map<string, ReadRow<P>>;
  readonly faults: readonly SealFault[];
}

interface SealTask {
  readonly row: number;
  readonly property: string;
  readonly place: SealedPlace;
  readonly text: string;
}

interface OpenTask {
  readonly property: string;
  readonly place: SealedPlace;
  readonly envelope: Buffer;
}

/** Seals and opens the catalogued columns of rows; one keyring call per batch, whatever its size. */
export class Seals {
  constructor(private readonly keyring: KeyringClient) {}

  /** Seals the given properties of one row for storage; see {@link sealMany}. */
  async seal<P extends string>(
    entityClass: EntityClass,
    row: SealableRow,
    values: TextsByProperty<P>,
  ): Promise<Partial<Record<P, Sealed>>> {
    const [sealed] = await this.sealMany(entityClass, [{ row, values }]);
    return sealed ?? {};
  }

  /**
   * Seals the given properties of many rows; answers in order, with the properties that had a text. Mints owners that have no key.
   * Throws `seal.owner-destroyed` { entity, column } for a row whose owner's key was destroyed, `seal.not-a-sealed-column`,
   * `seal.owner-missing`, and what the keyring throws.
   */
  async sealMany<P extends string>(
    entityClass: EntityClass,
    rows: readonly { readonly row: SealableRow; readonly values: TextsByProperty<P> }[],
  ): Promise<Partial<Record<P, Sealed>>[]> {
    const tasks = rows.flatMap(({ row, values }, at) => sealTasks(entityClass, row, values, at));
    const sealed = rows.map((): Partial<Record<string, Sealed>> => ({}));
    const keys = await this.keysFor(tasks.map(({ place }) => place));
    try {
      for (const { row, property, place, text } of tasks)
        sealed[row] = { ...sealed[row], [property]: sealOne(keys, place, text) };
    } finally {
      keys.zero();
    }
    return sealed;
  }

  /**
   * Opens properties of rows whose reading is on record; by row id. Throws `seal.unreadable` { entity, column, row } for an
   * envelope that was altered or moved, and what the keyring throws.
   */
  async open<P extends string>(
    audited: AuditedAccess,
    entityClass: EntityClass,
    rows: readonly object[],
    properties: readonly P[],
  ): Promise<Map<string, OpenedRow<P>>> {
    const opened = await this.openWith(audited, entityClass, rows, properties, openOne);
    return opened as Map<string, OpenedRow<P>>;
  }

  /**
   * As {@link open}, for lists: a value that cannot be read takes no other with it. It is `altered` or `key-destroyed`, and `faults`
   * names its row and key.
   */
  async openEach<P extends string>(
    audited: AuditedAccess,
    entityClass: EntityClass,
    rows: readonly object[],
    properties: readonly P[],
  ): Promise<OpenedEach<P>> {
    const faults: SealFault[] = [];
    const values = await this.openWith(audited, entityClass, rows, properties, (keys, task) => {
      const value = openUnlessAltered(keys, task);
      if (value === 'altered' || value === 'key-destroyed') faults.push(faultOf(task.place, task.envelope, value));
      return value;
    });
    return { values: values as Map<string, ReadRow<P>>, faults };
  }

  private async openWith(
    audited: AuditedAccess,
    entityClass: EntityClass,
    rows: readonly object[],
    properties: readonly string[],
    open: (keys: KeyRing, task: OpenTask) => ReadValue,
  ): Promise<Map<string, object>> {
    const tasks = rows.flatMap((row) => openTasks(entityClass, row, properties));
    const keys = tasks.length === 0 ? new KeyRing() : await this.keyring.open(audited, distinct(tasks.map(({ place }) => place)));
    const opened = new Map(rows.map((row) => [(row as SealableRow).id, {}]));
    try {
      for (const task of tasks) Object.assign(opened.get(task.place.rowId) ?? {}, { [task.property]: open(keys, task) });
    } finally {
      keys.zero();
    }
    return opened;
  }

  /** Mints per set of owners with the same domain, which for one entity is a single call. */
  private async keysFor(places: readonly SealedPlace[]): Promise<KeyRing> {
    const [first] = places;
    if (!first) return new KeyRing();
    return this.keyring.mint(distinct<KeyOwner>(places), [...new Set(places.map<KeyDomain>(({ domain }) => domain))]);
  }
}

function sealTasks(
  entityClass: EntityClass,
  row: SealableRow,
  values: Readonly<Record<string, string | undefined>>,
  at: number,
): SealTask[] {
  return Object.entries(values).flatMap(([property, text]) => {
    const place = placeOf(sealedColumn(entityClass, property), row);
    return text === undefined ? [] : [{ row: at, property, place, text }];
  });
}

function openTasks(entityClass: EntityClass, row: object, properties: readonly string[]): OpenTask[] {
  return properties.flatMap((property) => {
    const column = sealedColumn(entityClass, property);
    const envelope = envelopeIn(column, row);
    return envelope ? [{ property, place: placeOf(column, row), envelope }] : [];
  });
}

function sealOne(keys: KeyRing, place: SealedPlace, text: string): Sealed {
  const epoch = keys.epochOf(place.ownerId, place.ownerClass, place.domain);
  const key = keys.key(place.ownerId, place.ownerClass, place.domain, epoch);
  if (!key || epoch === undefined) throw new VoxkeepError('seal.owner-destroyed', { entity: place.entity, column: place.column });
  return new Sealed(sealText(key, { ...place, epoch }, text));
}

function openOne(keys: KeyRing, { place, envelope }: OpenTask): OpenedValue {
  if (keys.epochOf(place.ownerId, place.ownerClass, place.domain) === undefined) return 'key-destroyed';
  const epoch = epochIn(place, envelope);
  const key = keys.key(place.ownerId, place.ownerClass, place.domain, epoch);
  if (!key) throw unreadable(place);
  return new PersonalValue(openText(key, { ...place, epoch }, envelope));
}

function openUnlessAltered(keys: KeyRing, task: OpenTask): ReadValue {
  try {
    return openOne(keys, task);
  } catch (error) {
    if (isVoxkeepError(error, 'seal.unreadable') || isVoxkeepError(error, 'seal.envelope')) return 'altered';
    throw error;
  }
}

/** Throws `seal.unreadable` like every other alteration: a value's epoch is part of what is authenticated. */
function epochIn(place: SealedPlace, envelope: Buffer): number {
  try {
    return readEnvelopeHeader(envelope).epoch;
  } catch {
    throw unreadable(place);
  }
}

function unreadable({ entity, column, rowId: row }: SealedPlace): VoxkeepError {
  return new VoxkeepError('seal.unreadable', { entity, column, row });
}

/** One entry per owner and domain, without the row it came from. */
function distinct<T extends KeyOwner>(places: readonly SealedPlace[]): (T & { readonly domain: KeyDomain })[] {
  const wanted = new Map(
    places.map(({ ownerId, ownerClass, domain }) => [`${ownerClass}:${domain}:${ownerId}`, { ownerId, ownerClass, domain }]),
  );
  return [...wanted.values()] as (T & { readonly domain: KeyDomain })[];
}
