import { TileProofs, decodeTile, encodeEvent, writeGrowthProof, writeTlogProof } from '@voxkeep/audit';
import type { Database } from '@voxkeep/platform';
import { leafColumns, provenEventOf, type LeafRow } from './log-scan.js';

/** Which event is to be proven; of several that were done to one object, the newest. */
export type EventReference =
  | { readonly eventId: string }
  | { readonly seq: number }
  | { readonly action: string; readonly objectKind: string; readonly objectId: string };

/** A proof as text (C2SP tlog-proof), and the place of the event that it is for. */
export interface LeafProof {
  readonly proof: string;
  readonly seq: number;
  readonly leafHash: Buffer;
}
/** `pending`: no signed state covers it so far; within about a second one will. */
export type ProofRefusal = { readonly refused: 'unknown' | 'pending' };

/** Proofs for outsiders, out of the stored tiles: that one event is in the log, and that the log only grew. */
export class AuditProofs {
  constructor(private readonly database: Database) {}

  /** The proof of one event against the newest signed state. It carries the event; its detail as a hash only. */
  async proveLeaf(of: EventReference): Promise<LeafProof | ProofRefusal> {
    const row = await this.find(of);
    if (!row) return { refused: 'unknown' };
    const seq = Number(row.seq);
    const state = await this.newest();
    if (!state || state.size <= seq) return { refused: 'pending' };
    const hashes = await this.proofs().inclusion(seq, state.size);
    const proof = writeTlogProof({ extra: encodeEvent(provenEventOf(row)), index: seq, hashes, checkpoint: state.note });
    return { proof, seq, leafHash: row.leafHash };
  }

  /** That the newest signed state continues the log of `first` events; undefined where there is no such earlier state. */
  async proveGrowth(first: number): Promise<string | undefined> {
    const state = await this.newest();
    if (!state || first < 1 || first > state.size) return undefined;
    return writeGrowthProof({
      old: first,
      hashes: await this.proofs().consistency(first, state.size),
      checkpoint: state.note,
    });
  }

  private proofs(): TileProofs {
    return new TileProofs(async (level, index) => {
      const [tile] = await this.database.rows<{ width: number; hashes: Buffer }>(
        'select width, hashes from audit.tile where level = $1 and index = $2',
        [level, index],
      );
      return tile && decodeTile({ level, index, width: tile.width }, tile.hashes).hashes;
    });
  }

  private async newest(): Promise<{ readonly size: number; readonly note: string } | undefined> {
    const [row] = await this.database.rows<{ size: string; note: string }>(
      'select size, note from audit.checkpoint order by size desc limit 1',
    );
    return row && { note: row.note, size: Number(row.size) };
  }

  private async find(of: EventReference): Promise<LeafRow | undefined> {
    const [where, params] = conditionOf(of);
    const [row] = await this.database.rows<LeafRow>(
      `select ${leafColumns} from audit.leaf where ${where} order by seq desc limit 1`,
      params,
    );
    return row;
  }
}

function conditionOf(of: EventReference): readonly [where: string, params: readonly unknown[]] {
  if ('eventId' in of) return ['event_id = $1', [of.eventId]];
  if ('seq' in of) return ['seq = $1', [of.seq]];
  return ['action = $1 and object_kind = $2 and object_id = $3', [of.action, of.objectKind, of.objectId]];
}
