import { inspect } from 'node:util';
import { AuditedAccess } from './access.js';

const mask = '‹personal›';

/**
 * A personal value in memory. The text lies in a #private field, which JSON, spread, structured clone, the serialiser and the
 * inspector do not see; every conversion to text says ‹personal›. `reveal` is the one way out and demands an audited access.
 */
export class PersonalValue<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
    Object.freeze(this);
  }

  /** The value itself, for whoever's access is on record. Throws `access.not-audited` for anything but a real AuditedAccess. */
  reveal(access: AuditedAccess): T {
    AuditedAccess.demand(access);
    return this.#value;
  }

  toString(): string {
    return mask;
  }

  toLocaleString(): string {
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

/** Wraps a value at the edge where it enters, before anything can print it. */
export function personal<T>(value: T): PersonalValue<T> {
  return new PersonalValue(value);
}
