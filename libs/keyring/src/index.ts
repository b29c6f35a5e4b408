export { clientNames, type ClientName, type IndexKind } from './protocol/clients.js';
export { connectKeyring, type KeyringOptions } from './client/connect-keyring.js';
export { connectSealDesk, type SealClient, type UnsealingTry } from './client/seal-client.js';
export type { SealState, UnsealingAnswer } from './protocol/unsealing.js';
export { KeyRing, type HeldKey } from './client/key-ring.js';
export {
  KEYRING,
  underCase,
  type AuditedUnderCase,
  type AuditMark,
  type DestroyedOwner,
  type IndexTerm,
  type KeyOwner,
  type KeyringClient,
  type OwnerState,
  type RetiredOwners,
  type TransferOutcome,
  type ValueTransfer,
  type WantedKey,
} from './client/keyring-client.js';
export type {
  KeyRotation,
  RetiringKey,
  ReindexedValue,
  ResealedValue,
  ValueToIndex,
  ValueToReseal,
} from './client/key-rotation.js';
export type { KeyringStatus, KeyringWork } from './protocol/reports.js';
export { KeyringModule } from './client/keyring.module.js';
export { PreMinted, type ContactOwners, type PreMintedOptions } from './client/pre-minted.js';
export {
  Seals,
  type OpenedEach,
  type OpenedRow,
  type OpenedValue,
  type ReadRow,
  type ReadValue,
  type SealableRow,
  type TextsByProperty,
} from './seals/seals.js';
export type { SealFault } from './seals/seal-fault.js';
export { noteAltered } from './seals/note-altered.js';
export { keyringEntities } from './entities/keyring-entities.js';
export { KeyringServer, type KeyringServerOptions } from './server/keyring-server.js';
export { lockKeyring } from './server/keyring-lock.js';
export { clientSocketPath } from './server/client-socket.js';
export type { RotationBegun } from './server/root-rotation.js';
export { checkValueOf, type RootKey } from './server/wrapping.js';
export { createRootKeyFile, RootKeyFile } from './root-key/root-key-file.js';
export {
  hasChangeableSecret,
  needsSecret,
  type ChangeableSecret,
  type RootKeyProvider,
  type RotatableRootKey,
  type SecretRootKey,
  type UnlockRefusal,
} from './root-key/root-key-provider.js';
export { PassphraseRootKey, type DerivationCost } from './root-key/passphrase-root-key.js';
export { TokenRootKey, type TokenSource } from './root-key/pkcs11/token-root-key.js';
export { tokenOf, type TokenPlace } from './root-key/pkcs11/module-token.js';
export type { Token, TokenState } from './root-key/pkcs11/token.js';
export { UnlockTries } from './root-key/unlock-tries.js';
