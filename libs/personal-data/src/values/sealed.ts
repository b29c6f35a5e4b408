import { inspect } from 'node:util';
import { VoxkeepError } from '@voxkeep/contracts';

const mask = '‹sealed›';

/** An envelope as it stands in a column; `D` names the column, `Sealed<'directory.person.full_name'>`. */
export class Sealed<D extends string = string> {
  /** Exists for the type checker only, so that one column's envelope is not taken for another's. */
  declare readonly column: D;
  readonly #envelope: Buffer;

  constructor(envelope: Buffer) {
    this.#envelope = envelope;
    Object.freeze(this);
  }

  /** The bytes that seal and open work on, and the database stores. */
  get envelope(): Buffer {
    return this.#envelope;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [Symbol.toPrimitive](hint: string): string | number {
    return hint === 'number' ? Number.NaN : mask;
  }

  [inspect.custom](): string {
    return mask;
  }
}

type Absent = null | undefined;

/**
 * Value transformer for sealed columns, in the shape TypeORM asks for. Carries envelopes and nothing else: text offered to a
 * sealed column throws `seal.not-sealed` before it can reach a statement.
 */
export const sealedTransformer = {
  to(value: Sealed | Absent): Buffer | Absent {
    if (value === null || value === undefined) return value;
    if (!((value as unknown) instanceof Sealed)) throw new VoxkeepError('seal.not-sealed');
    return value.envelope;
  },
  from(value: Buffer | Absent): Sealed | Absent {
    return value === null || value === undefined ? value : new Sealed(value);
  },
};
