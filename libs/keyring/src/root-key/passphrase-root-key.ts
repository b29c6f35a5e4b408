import { randomBytes } from 'node:crypto';
import { isVoxkeepError, VoxkeepError } from '@voxkeep/contracts';
import { xaesKeyBytes, xaesNonceBytes, xaesOpen, xaesSeal } from '@voxkeep/personal-data';
import { argon2id, hash } from 'argon2';
import { z } from 'zod';
import type { KeyLock, LockOutcome, LockParameters, OpenLock } from './key-lock.js';
import type { ChangeableSecret, Unlocking } from './root-key-provider.js';
import type { UnlockTries } from './unlock-tries.js';
import { unwrapRoot, wrapRoot } from './wrapped-root-file.js';
import { WrappedRootKey } from './wrapped-root-key.js';

/** Cost of argon2id (RFC 9106): memory in KiB, passes, lanes. */
export interface DerivationCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** One derivation at each start of the keyring: four times the memory of a password's. */
const fullCost: DerivationCost = { memoryKib: 262_144, passes: 3, lanes: 1 };

const saltBytes = 16;
const shortest = 15;
const fewestKinds = 8;

const shape = z.object({
  salt: z.base64(),
  memoryKib: z.int().min(8).max(4_194_304),
  passes: z.int().min(1).max(64),
  lanes: z.int().min(1).max(64),
});

/** A passphrase needs 15 characters (NIST SP 800-63B-4 §3.1.1.2 for one factor), of which 8 differ. */
export function isStrongEnough(passphrase: string): boolean {
  const characters = Array.from(passphrase.normalize('NFC'));
  return characters.length >= shortest && new Set(characters).size >= fewestKinds;
}

/** The root key wrapped by a key that argon2id derives from a passphrase; the passphrase lies nowhere. */
export class PassphraseRootKey extends WrappedRootKey implements ChangeableSecret {
  constructor(path: string, tries: UnlockTries, cost: DerivationCost = fullCost) {
    super(path, new PassphraseLock(cost), tries);
  }

  /** Wraps the current and the next key anew under another passphrase, in one step and with a new salt. */
  async change(from: string, to: string): Promise<Unlocking> {
    const proven = await this.unlock(from);
    if ('refused' in proven) return proven;
    return this.attempt(async () => {
      const stored = await this.file.read();
      const former = stored && (await this.keyLock.open(from, stored.parameters, {}));
      if (!former || 'refused' in former) return { refused: 'no-key' };
      const lock = await this.keyLock.make(to, {});
      if ('refused' in lock) return lock;
      const rewrap = (root: typeof stored.current) => {
        const opened = unwrapRoot(former, root);
        if (!opened) throw new VoxkeepError('root-key.malformed');
        const wrapped = wrapRoot(lock, opened);
        opened.key.fill(0);
        return wrapped;
      };
      const next = stored.next && rewrap(stored.next);
      await this.file.write({ parameters: lock.parameters, current: rewrap(stored.current), next });
      former.close();
      return lock;
    });
  }
}

class PassphraseLock implements KeyLock {
  readonly secret = 'passphrase';

  constructor(private readonly cost: DerivationCost) {}

  async make(passphrase: string): Promise<LockOutcome> {
    if (!isStrongEnough(passphrase)) return { refused: 'weak' };
    return this.open(passphrase, { salt: randomBytes(saltBytes).toString('base64'), ...this.cost });
  }

  async open(passphrase: string, parameters: LockParameters): Promise<LockOutcome> {
    const read = shape.safeParse(parameters);
    if (!read.success) throw new VoxkeepError('root-key.malformed');
    const { salt, memoryKib, passes, lanes } = read.data;
    const key = await hash(passphrase.normalize('NFC'), {
      raw: true,
      type: argon2id,
      hashLength: xaesKeyBytes,
      salt: Buffer.from(salt, 'base64'),
      memoryCost: memoryKib,
      timeCost: passes,
      parallelism: lanes,
    });
    return openedWith(key, read.data);
  }
}

function openedWith(key: Buffer, parameters: LockParameters): OpenLock {
  return {
    parameters,
    wrap: (plain, aad) => {
      const nonce = randomBytes(xaesNonceBytes);
      return Buffer.concat([nonce, xaesSeal(key, nonce, plain, aad)]);
    },
    unwrap: (wrapped, aad) => {
      try {
        return xaesOpen(key, wrapped.subarray(0, xaesNonceBytes), wrapped.subarray(xaesNonceBytes), aad);
      } catch (error) {
        if (isVoxkeepError(error)) return undefined;
        throw error;
      }
    },
    close: () => key.fill(0),
  };
}
