export { VaultStore, type VaultEntry, type VaultOptions, type VaultTrouble } from './vault-store.js';
export { type FinishedFile, VaultFile } from './vault-file.js';
export { VaultReader } from './vault-reader.js';
export { beginVault, markName, rememberVault, type VaultState } from './vault-mark.js';
export { syncFolder } from './durable-folder.js';
export { isVaultFailure } from './vault-failure.js';
export { freeBytesOf } from './free-bytes.js';
export { systemCode } from './system-code.js';
export { diskTrouble, type DiskTrouble } from './disk-trouble.js';
