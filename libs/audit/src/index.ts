export { canonicalJson } from './canonical-json.js';
export { emptyRoot, hashBytes, leafHash, nodeHash, sha256 } from './hashing.js';
export { auditLeaf, auditLeafWithoutDetail, type AuditLeaf } from './audit-leaf.js';
export { MerkleTree } from './merkle-tree.js';
export { FrontierTree, type Appended } from './frontier-tree.js';
export { verifyConsistency, verifyInclusion, type Growth, type Inclusion } from './verify-proof.js';
export {
  decodeTile,
  encodeTile,
  partialTilesOf,
  readTilePath,
  tilePath,
  tileWidth,
  type Tile,
  type TileAddress,
} from './tiles.js';
export { openNote, readVerifierKey, signNote, verifierKey, type NoteSigner, type NoteVerifier } from './signed-note.js';
export { openCheckpoint, readCheckpoint, signCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint.js';
export { openRestoration, signRestoration, type Restoration } from './restore-note.js';
export { EvolvingMac, findForgedEntry } from './evolving-mac.js';
export { verifyLog, type LogVerdict } from './verify-log.js';
export { TileProofs, type TileReader } from './tile-proofs.js';
export { decodeEvent, encodeEvent, leafOfEvent, type ProvenEvent } from './proven-event.js';
export { readTlogProof, verifyTlogProof, writeTlogProof, type ProofVerdict, type TlogProof } from './tlog-proof.js';
export { readGrowthProof, verifyGrowthProof, writeGrowthProof, type GrowthProof } from './growth-proof.js';
