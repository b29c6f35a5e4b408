import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { FrontierTree, encodeTile, signCheckpoint, type NoteSigner } from '@voxkeep/audit';
import { LogScan } from '@voxkeep/configuration';
import type { Database } from '@voxkeep/platform';

/** Numbers that are the same in every run: mulberry32. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Some different places below a bound, in ascending order. */
export function places(pick: (below: number) => number, count: number, below: number): readonly number[] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(pick(below));
  return [...chosen].sort((a, b) => a - b);
}

/** Whoever owns the database: triggers hold him up no longer. */
export class Intruder {
  constructor(private readonly configuration: Database) {}

  /** Changes what is append-only. */
  async tamper(sql: string, params: readonly unknown[] = []): Promise<void> {
    for (const table of ['leaf', 'checkpoint']) await this.configuration.rows(`alter table audit.${table} disable trigger user`);
    await this.configuration.rows(sql, params);
  }

  /**
   * With the stolen signing key: gives every event a hash that matches its columns, an authentication code of a key of his own,
   * builds the tiles anew and signs every checkpoint again. Answers the new notes by size.
   */
  async rechain(signer: NoteSigner): Promise<ReadonlyMap<number, string>> {
    const leaves = await new LogScan(this.configuration).leaves(0, 1_000_000);
    for (const { seq, leafHash, recomputed } of leaves)
      if (!leafHash.equals(recomputed))
        await this.tamper('update audit.leaf set leaf_hash = $2, mac = $3 where seq = $1', [seq, recomputed, randomBytes(32)]);
    const sizes = (await this.configuration.rows<{ size: string }>('select size from audit.checkpoint order by size')).map(
      ({ size }) => Number(size),
    );
    const tree = new FrontierTree();
    const notes = new Map<number, string>();
    for (const { recomputed } of leaves) {
      const { size, root } = tree.append([recomputed]);
      if (sizes.includes(size))
        notes.set(size, signCheckpoint({ origin: signer.name, size, root, extensions: ['signed again'] }, signer));
    }
    for (const tile of tree.partialTiles())
      await this.tamper('update audit.tile set hashes = $3 where level = $1 and index = $2', [
        tile.level,
        tile.index,
        encodeTile(tile),
      ]);
    for (const [size, note] of notes) await this.tamper('update audit.checkpoint set note = $2 where size = $1', [size, note]);
    return notes;
  }

  /** Puts new notes into the file of the second sink as well. */
  forgeSink(file: string, notes: ReadonlyMap<number, string>): void {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    const forged = lines.map((line) => {
      const { size } = JSON.parse(line) as { size: number };
      return JSON.stringify({ size, note: notes.get(size) });
    });
    writeFileSync(file, `${forged.join('\n')}\n`);
  }
}
