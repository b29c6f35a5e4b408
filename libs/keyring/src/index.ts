export { clientNames, type ClientName, type IndexKind } from './protocol/clients.js';
export { connectKeyring, type KeyringOptions } from './client/connect-keyring.js';
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
export { Seals, type OpenedRow, type OpenedValue, type SealableRow, type TextsByProperty } from './seals/seals.js';
export { keyringEntities } from './entities/keyring-entities.js';
export { KeyringServer, type KeyringServerOptions } from './server/keyring-server.js';
export { lockKeyring } from './server/keyring-lock.js';
export { clientSocketPath } from './server/client-socket.js';
export type { RotationBegun } from './server/root-rotation.js';
export type { RootKey } from './server/wrapping.js';
export { createRootKeyFile, RootKeyFile } from './root-key/root-key-file.js';
export type { RootKeyProvider, RotatableRootKey } from './root-key/root-key-provider.js';
