import type { KeyKind } from '../catalogue/vocabulary.js';

/** Random ids by kind: the roots of a case, or everything that was found to be a person's. */
export type SubjectKeys = Partial<Record<KeyKind, readonly string[]>>;

/** A growing set of keys. */
export class KeySets {
  readonly #sets = new Map<KeyKind, Set<string>>();

  constructor(keys: SubjectKeys = {}) {
    for (const [kind, ids] of Object.entries(keys)) for (const id of ids) this.add(kind as KeyKind, id);
  }

  /** True when the key was not there yet. */
  add(kind: KeyKind, id: string): boolean {
    const set = this.#sets.get(kind) ?? new Set<string>();
    this.#sets.set(kind, set);
    if (set.has(id)) return false;
    set.add(id);
    return true;
  }

  has(kind: KeyKind, id: string): boolean {
    return this.#sets.get(kind)?.has(id) ?? false;
  }

  of(kind: KeyKind): readonly string[] {
    return [...(this.#sets.get(kind) ?? [])];
  }

  get isEmpty(): boolean {
    return this.#sets.size === 0;
  }

  /** These keys without those of `others`. */
  without(others: KeySets): KeySets {
    const rest = new KeySets();
    for (const [kind, ids] of this.#sets) for (const id of ids) if (!others.has(kind, id)) rest.add(kind, id);
    return rest;
  }

  toKeys(): SubjectKeys {
    return Object.fromEntries([...this.#sets].map(([kind, ids]) => [kind, [...ids]]));
  }
}
