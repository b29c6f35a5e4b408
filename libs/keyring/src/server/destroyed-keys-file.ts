import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { OwnerRef } from '../protocol/messages.js';

export interface DestroyedKey extends OwnerRef {
  readonly epoch: number;
  /** Lower-case hex of 32 bytes. */
  readonly commitment: string;
}

/** The second sink: `destroyed-keys.jsonl` on a place that no backup of the databases covers. A restore destroys again the keys whose commitments it lists. */
export class DestroyedKeysFile {
  constructor(private readonly directory: string) {}

  /** Appends one line per key (random ids and commitments only) and returns when they are on the disk. */
  async append(destroyed: readonly DestroyedKey[], caseRef: string, at: Date): Promise<void> {
    if (destroyed.length === 0) return;
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const lines = destroyed.map(({ ownerId, ownerClass, epoch, commitment }) =>
      JSON.stringify({ ownerId, ownerClass, epoch, commitment, caseRef, at: at.toISOString() }),
    );
    const file = await open(join(this.directory, 'destroyed-keys.jsonl'), 'a', 0o600);
    try {
      await file.appendFile(`${lines.join('\n')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }
}
