import { encodeTile, tilePath, type NoteVerifier, type Restoration } from '@voxkeep/audit';
import type { AuditLog, LogScan } from '@voxkeep/configuration';
import type { Witness } from '../audit-sequencer/witness.js';
import { ComparedStates } from './compare-states.js';
import { listed, type Damage } from './damage.js';
import { damagedPlaces, isCut, type Vouched } from './damaged-places.js';
import { readSignedStates } from './signed-states.js';
import { walkLog, type Walk } from './walk.js';

/** The log, and where what is known of it from outside lies. */
export interface Verified {
  readonly log: AuditLog;
  readonly scan: LogScan;
  readonly witness: Witness;
  readonly verifier: NoteVerifier;
}

export interface AuditVerdict {
  readonly events: number;
  /** Signed states that were compared: those of the database and those of the second sink. */
  readonly checkpoints: number;
  readonly witnessed: number;
  /** Size of the largest signed state that the events were found to agree with. */
  readonly verifiedTo: number;
  /** Whether the first authentication key was at hand, without which a rewriting by the log's own key holder is not seen. */
  readonly authenticated: boolean;
  /** Empty for a log that is intact. Of each kind the first, and how many more. */
  readonly damages: readonly Damage[];
  /** What the second sink explains: restores, with the events that were lost by them. */
  readonly restorations: readonly Restoration[];
}

/** How many damages of a kind are listed unless told. */
export const listedDamages = 100;

/**
 * Verifies the audit log from its events: every event against its hash, every hash against the tiles and the signed states in the
 * database and on the second sink, every authentication code against the first key. It may run while the log goes on: what comes
 * later is not looked at.
 */
export async function verifyAudit(on: Verified, most = listedDamages): Promise<AuditVerdict> {
  const { log, scan, witness, verifier } = on;
  const { states, damages, restorations } = await readSignedStates(log, witness, verifier);
  const firstKey = witness.firstMacKey();
  const walk = await walkLog(
    scan,
    states.map(({ size }) => size),
    firstKey,
  );
  const compared = new ComparedStates(walk, states);
  const { vouched } = compared;
  const found = [
    ...damagedPlaces(walk, vouched),
    ...compared.damages(isCut(walk, vouched)),
    ...(await differingUpperTiles(log, walk, vouched)),
    ...damages,
  ];
  return {
    events: walk.events,
    checkpoints: states.length - compared.witnessedStates,
    witnessed: compared.witnessedStates,
    verifiedTo: vouched.leaves,
    authenticated: firstKey !== undefined,
    damages: listed(found, most),
    restorations,
  };
}

/** Tiles above the leaves, compared with the tree that the signed states vouch for. */
async function differingUpperTiles(log: AuditLog, walk: Walk, vouched: Vouched): Promise<readonly Damage[]> {
  const tree = vouched.leaves >= vouched.tiles ? walk.leafTree : walk.tileTree;
  const damages: Damage[] = [];
  for (const tile of Math.max(vouched.leaves, vouched.tiles) > 0 ? tree.upperTiles() : []) {
    const path = tilePath(tile);
    const stored = await log.findTile(path);
    if (stored?.equals(encodeTile(tile)) !== true) damages.push({ kind: 'tile-differs', tile: path });
  }
  return damages;
}
