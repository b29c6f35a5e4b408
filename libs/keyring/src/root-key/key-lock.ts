import type { SecretKind, UnlockOptions, UnlockRefusal } from './root-key-provider.js';

/** What stands in a wrapped root key's file beside the key, and is needed to open it: salt and costs, or which token. No secrets. */
export type LockParameters = Readonly<Record<string, string | number>>;

/** An open lock: wraps and unwraps 32-byte keys. */
export interface OpenLock {
  readonly parameters: LockParameters;
  wrap(key: Buffer, aad: Buffer): Buffer;
  /** The key, or undefined when it was not wrapped by this lock with this `aad`. */
  unwrap(wrapped: Buffer, aad: Buffer): Buffer | undefined;
  /** Forgets what it opened with. */
  close(): void;
}

export type LockOutcome = OpenLock | { readonly refused: UnlockRefusal };

/** How a secret becomes a key that wraps root keys: the difference between the providers that need one. */
export interface KeyLock {
  readonly secret: SecretKind;
  /** A new lock for a first root key. */
  make(secret: string, options: UnlockOptions): Promise<LockOutcome>;
  /** The lock that a file was wrapped with. */
  open(secret: string, parameters: LockParameters, options: UnlockOptions): Promise<LockOutcome>;
}
