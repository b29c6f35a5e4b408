import type { KeyDomain, OwnerClass } from '@voxkeep/personal-data';
import { keyName, type HeldKey } from './key-ring.js';

/** The keys of one owner's domain, every epoch; they come and go together. */
interface Entry {
  readonly keys: readonly HeldKey[];
  readonly endsAtMs: number;
}

/**
 * Unwrapped keys for at most `ttlMs` and at most `limit` of them, oldest out first; what leaves is overwritten. It exists so that
 * a page that opens the same rows twice asks once, not to bridge an outage.
 */
export class KeyCache {
  private readonly entries = new Map<string, Entry>();
  private cleared = 0;

  constructor(
    private readonly ttlMs: number,
    private readonly limit: number,
    private readonly nowMs: () => number,
  ) {}

  /** The keys of every epoch; empty when none is held any more. */
  find(ownerId: string, ownerClass: OwnerClass, domain: KeyDomain): readonly HeldKey[] {
    const name = keyName(ownerId, ownerClass, domain);
    const entry = this.entries.get(name);
    if (entry && entry.endsAtMs > this.nowMs()) return entry.keys;
    this.drop(name);
    return [];
  }

  /** Changes with every {@link clear}; take it before asking for keys. */
  get generation(): number {
    return this.cleared;
  }

  /**
   * Takes over the buffers: the caller keeps no reference. Keys that were asked for before the last clear are overwritten instead,
   * because they may be of an owner that was destroyed in between.
   */
  keep(keys: readonly HeldKey[], generation: number): void {
    this.sweep();
    if (generation !== this.cleared) {
      for (const { key } of keys) key.fill(0);
      return;
    }
    for (const [name, epochs] of byNameOf(keys)) {
      this.drop(name);
      this.entries.set(name, { keys: epochs, endsAtMs: this.nowMs() + this.ttlMs });
    }
    for (const name of this.entries.keys()) {
      if (this.entries.size <= this.limit) return;
      this.drop(name);
    }
  }

  /** Overwrites what has ended. Entries end in the order in which they were kept. */
  sweep(): void {
    for (const [name, entry] of this.entries) {
      if (entry.endsAtMs > this.nowMs()) return;
      this.drop(name);
    }
  }

  clear(): void {
    this.cleared += 1;
    for (const name of [...this.entries.keys()]) this.drop(name);
  }

  get size(): number {
    return this.entries.size;
  }

  private drop(name: string): void {
    for (const { key } of this.entries.get(name)?.keys ?? []) key.fill(0);
    this.entries.delete(name);
  }
}

function byNameOf(keys: readonly HeldKey[]): ReadonlyMap<string, HeldKey[]> {
  const byName = new Map<string, HeldKey[]>();
  for (const held of keys) {
    const name = keyName(held.ownerId, held.ownerClass, held.domain);
    const epochs = byName.get(name) ?? [];
    epochs.push(held);
    byName.set(name, epochs);
  }
  return byName;
}
