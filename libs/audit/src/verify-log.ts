import type { Checkpoint } from './checkpoint.js';
import { FrontierTree } from './frontier-tree.js';

export type LogVerdict =
  | { readonly verdict: 'intact'; readonly size: number; readonly root: Buffer }
  /** Fewer leaves than were signed for: rolled back or cut. */
  | { readonly verdict: 'leaves-missing'; readonly size: number; readonly expected: number }
  /** As many leaves, others than were signed for. */
  | { readonly verdict: 'root-differs'; readonly size: number; readonly root: Buffer };

const batchSize = 4096;

/**
 * Rebuilds the root from leaf hashes and compares it with a checkpoint. Leaves beyond the checkpoint's size are later ones and
 * not looked at. Keeps O(log n) hashes, so a log of any size streams through.
 */
export function verifyLog(leafHashes: Iterable<Buffer>, checkpoint: Pick<Checkpoint, 'size' | 'root'>): LogVerdict {
  const tree = new FrontierTree();
  let batch: Buffer[] = [];
  for (const leaf of leafHashes) {
    if (tree.size + batch.length === checkpoint.size) break;
    batch.push(leaf);
    if (batch.length < batchSize) continue;
    tree.append(batch);
    batch = [];
  }
  const { size, root } = tree.append(batch);
  if (size < checkpoint.size) return { verdict: 'leaves-missing', size, expected: checkpoint.size };
  return root.equals(checkpoint.root) ? { verdict: 'intact', size, root } : { verdict: 'root-differs', size, root };
}
