import { VoxkeepError } from '@voxkeep/contracts';
import type { RootKey } from '../server/wrapping.js';
import type { KeyLock, LockOutcome, OpenLock } from './key-lock.js';
import type { SecretKind, SecretRootKey, UnlockOptions, Unlocking } from './root-key-provider.js';
import type { UnlockTries } from './unlock-tries.js';
import { unwrapRoot, wrapRoot, WrappedRootFile, type WrappedRoot } from './wrapped-root-file.js';

/** A root key that lies wrapped in a file and is opened by a secret: passphrase or token, as the lock has it. */
export class WrappedRootKey implements SecretRootKey {
  readonly secret: SecretKind;
  protected readonly file: WrappedRootFile;
  private opened: OpenLock | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    path: string,
    protected readonly keyLock: KeyLock,
    private readonly noted: UnlockTries,
  ) {
    this.secret = keyLock.secret;
    this.file = new WrappedRootFile(path, keyLock.secret);
  }

  async load(): Promise<RootKey | 'missing' | 'locked'> {
    const stored = await this.file.read();
    return stored ? this.unwrapped(stored.current) : 'missing';
  }

  async staged(): Promise<RootKey | 'missing' | 'locked'> {
    const stored = await this.file.read();
    return stored?.next ? this.unwrapped(stored.next) : 'missing';
  }

  stage(next: RootKey): Promise<void> {
    return this.inTurn(async () => {
      const { lock, stored } = await this.atHand();
      await this.file.write({ ...stored, next: wrapRoot(lock, next) });
    });
  }

  /** One that finds nothing staged has been promoted before, and leaves everything as it is. */
  promote(): Promise<void> {
    return this.inTurn(async () => {
      const { stored } = await this.atHand();
      if (stored.next) await this.file.write({ parameters: stored.parameters, current: stored.next });
    });
  }

  unlock(secret: string, options: UnlockOptions = {}): Promise<Unlocking> {
    return this.attempt(async () => {
      const stored = await this.file.read();
      if (!stored) return { refused: 'no-key' };
      const lock = await this.keyLock.open(secret, stored.parameters, options);
      return 'refused' in lock ? lock : this.fitting(lock, stored.current);
    });
  }

  create(secret: string, first: RootKey, options: UnlockOptions = {}): Promise<Unlocking> {
    return this.attempt(async () => {
      if (await this.file.read()) return { refused: 'key-there' };
      const lock = await this.keyLock.make(secret, options);
      if (!('refused' in lock)) await this.file.write({ parameters: lock.parameters, current: wrapRoot(lock, first) });
      return lock;
    });
  }

  tries(): { readonly failed: number; readonly waitMs: number } {
    return this.noted.state();
  }

  lock(): void {
    this.opened?.close();
    this.opened = undefined;
  }

  /** Makes one counted try, unless it comes too soon; keeps the lock that it opened. */
  protected attempt(open: () => Promise<LockOutcome>): Promise<Unlocking> {
    return this.inTurn(async () => {
      if (this.noted.state().waitMs > 0) return { refused: 'too-soon' };
      this.noted.begin();
      const outcome = await open().catch((error: unknown) => {
        this.noted.untried();
        throw error;
      });
      if ('refused' in outcome) {
        if (outcome.refused === 'wrong-secret') this.noted.refused();
        else this.noted.untried();
        return { refused: outcome.refused };
      }
      this.noted.succeeded();
      if (this.opened !== outcome) this.lock();
      this.opened = outcome;
      return { done: true };
    });
  }

  /** Whoever reads the file and writes it anew is alone with it. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** A token that lets itself be opened with the right PIN and still does not fit is another token, which no further try mends. */
  private fitting(lock: OpenLock, stored: WrappedRoot): LockOutcome {
    const root = unwrapRoot(lock, stored);
    if (root) {
      root.key.fill(0);
      return lock;
    }
    lock.close();
    if (this.secret === 'pin') throw new VoxkeepError('root-key.other-token');
    return { refused: 'wrong-secret' };
  }

  private unwrapped(stored: WrappedRoot): RootKey | 'locked' {
    if (!this.opened) return 'locked';
    const root = unwrapRoot(this.opened, stored);
    if (!root) throw new VoxkeepError('root-key.malformed');
    return root;
  }

  private async atHand() {
    const stored = await this.file.read();
    if (!this.opened || !stored) throw new VoxkeepError('root-key.locked');
    return { lock: this.opened, stored };
  }
}
