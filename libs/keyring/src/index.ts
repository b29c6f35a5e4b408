export { clientNames, type ClientName, type IndexKind } from './protocol/clients.js';
export { connectKeyring, type KeyringOptions } from './client/connect-keyring.js';
export { KeyRing, type HeldKey } from './client/key-ring.js';
export {
  KEYRING,
  underCase,
  type AuditedUnderCase,
  type DestroyedOwner,
  type IndexTerm,
  type KeyOwner,
  type KeyringClient,
  type TransferOutcome,
  type ValueTransfer,
  type WantedKey,
} from './client/keyring-client.js';
export { KeyringModule } from './client/keyring.module.js';
export { PreMinted, type ContactOwners, type PreMintedOptions } from './client/pre-minted.js';
export { Seals, type OpenedRow, type OpenedValue, type SealableRow, type TextsByProperty } from './seals/seals.js';
export { keyringEntities } from './entities/keyring-entities.js';
export { KeyringServer, type KeyringServerOptions } from './server/keyring-server.js';
export { lockKeyring } from './server/keyring-lock.js';
export { clientSocketPath } from './server/client-socket.js';
export { rotateRootKey, type RootRotation } from './server/root-rotation.js';
export type { RootKey } from './server/wrapping.js';
export { createRootKeyFile, RootKeyFile } from './root-key/root-key-file.js';
export type { RootKeyProvider, RotatableRootKey } from './root-key/root-key-provider.js';
