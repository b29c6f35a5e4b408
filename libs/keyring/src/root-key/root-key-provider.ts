import type { secretKinds, unlockRefusals } from '../protocol/unsealing.js';
import type { RootKey } from '../server/wrapping.js';

/** Where the root key comes from. The keyring asks at start, and again at every unsealing. */
export interface RootKeyProvider {
  /**
   * The root key, `missing` when nobody has put one there, or `locked` while its secret was not given. Throws `root-key.…` when what
   * is there cannot be trusted.
   */
  load(): Promise<RootKey | 'missing' | 'locked'>;
}

/**
 * A provider whose key can be replaced without a moment in which no copy fits the database: `stage` the next key durably, rewrap,
 * commit, `promote`. A crash between commit and promote is repaired at the next start, which finds the staged key fitting.
 */
export interface RotatableRootKey extends RootKeyProvider {
  stage(next: RootKey): Promise<void>;
  staged(): Promise<RootKey | 'missing' | 'locked'>;
  promote(): Promise<void>;
}

/** What a person has to enter: a passphrase that the key is derived from, or the PIN of a token. */
export type SecretKind = (typeof secretKinds)[number];

/**
 * Why a secret opened nothing. `too-soon`: it was not even tried. `weak`: a new passphrase is too short.
 * `final-try`: one more wrong PIN would lock the token. `token-missing`: the module is there, the token is not.
 */
export type UnlockRefusal = (typeof unlockRefusals)[number];

export type Unlocking = { readonly done: true } | { readonly refused: UnlockRefusal };

export interface UnlockOptions {
  /** The operator has said that the last try before the token locks itself may be used. */
  readonly finalTry?: boolean;
}

/** A provider that keeps the root key wrapped, and needs a secret to open it. */
export interface SecretRootKey extends RotatableRootKey {
  readonly secret: SecretKind;
  /** Opens what is there. */
  unlock(secret: string, options?: UnlockOptions): Promise<Unlocking>;
  /** Wraps the first root key of an installation, or one that was kept in a plain file until now. Refuses `key-there`. */
  create(secret: string, first: RootKey, options?: UnlockOptions): Promise<Unlocking>;
  /** Tries that failed since the last that opened, and how long the next has to wait. */
  tries(): { readonly failed: number; readonly waitMs: number };
  /** Forgets what opens the key. */
  lock(): void;
}

/** A provider whose secret is ours to change; the PIN of a token is changed with the token's own tool. */
export interface ChangeableSecret extends SecretRootKey {
  change(from: string, to: string): Promise<Unlocking>;
}

/** True when the provider can stage a next key. */
export function isRotatable(provider: RootKeyProvider): provider is RotatableRootKey {
  return 'promote' in provider;
}

/** True when the provider waits for a passphrase or PIN. */
export function needsSecret(provider: RootKeyProvider): provider is SecretRootKey {
  return 'unlock' in provider;
}

/** True when the secret can be changed here. */
export function hasChangeableSecret(provider: RootKeyProvider): provider is ChangeableSecret {
  return 'change' in provider;
}
