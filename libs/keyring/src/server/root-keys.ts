import { VoxkeepError } from '@voxkeep/contracts';
import type { RootKey } from './wrapping.js';

/**
 * The root keys in memory: the current one and, while a rotation is under way, the one before. Work that wraps or unwraps runs
 * inside {@link during}, so that the former key is dropped only after everything that may still need it has ended.
 */
export class RootKeys {
  private readonly underWay = new Set<Promise<unknown>>();

  constructor(
    private newest: RootKey,
    private older?: RootKey,
  ) {}

  get current(): RootKey {
    return this.newest;
  }

  /** The key that is being rotated out; undefined when no rotation is under way. */
  get former(): RootKey | undefined {
    return this.older;
  }

  /** The key of a version that a row names. Throws `keyring.root-version` { version } for one that is gone or never was. */
  of(version: number): RootKey {
    if (version === this.newest.version) return this.newest;
    if (version === this.older?.version) return this.older;
    throw new VoxkeepError('keyring.root-version', { version });
  }

  /** Runs work that reads or writes wrapped keys. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const running = work();
    this.underWay.add(running);
    try {
      return await running;
    } finally {
      this.underWay.delete(running);
    }
  }

  /** Resolves when everything that was under way at the call has ended. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.underWay]);
  }

  /** From now on `next` is current; the one until now stays at hand as the former. */
  begin(next: RootKey): void {
    this.older = this.newest;
    this.newest = next;
  }

  /** Overwrites the former key. */
  end(): void {
    this.older?.key.fill(0);
    this.older = undefined;
  }

  /** Overwrites every key; afterwards nothing can be unwrapped. */
  zero(): void {
    this.end();
    this.newest.key.fill(0);
  }
}
