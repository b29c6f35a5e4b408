import type { RootKey } from '../server/wrapping.js';

/** Where the root key comes from. The keyring asks once, at start. */
export interface RootKeyProvider {
  /** The root key, or `missing` when nobody has put one there. Throws `root-key.…` when what is there cannot be trusted. */
  load(): Promise<RootKey | 'missing'>;
}

/**
 * A provider whose key can be replaced without a moment in which no copy fits the database: `stage` the next key durably, rewrap,
 * commit, `promote`. A crash between commit and promote is repaired at the next start, which finds the staged key fitting.
 */
export interface RotatableRootKey extends RootKeyProvider {
  stage(next: RootKey): Promise<void>;
  staged(): Promise<RootKey | 'missing'>;
  promote(): Promise<void>;
}

/** True when the provider can stage a next key. */
export function isRotatable(provider: RootKeyProvider): provider is RotatableRootKey {
  return 'promote' in provider;
}
