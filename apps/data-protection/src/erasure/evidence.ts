import type { ErasureEvidence } from '@voxkeep/configuration';
import type { SubjectTrace } from '@voxkeep/personal-data';
import { isStored, type ErasureScope } from './erasure-scope.js';

const segmentTables: ReadonlySet<string> = new Set(['recording_segment', 'closed_recording_segment']);

/** What a run is about to remove, for the certificate: counts by table and the SHA-512 of each recording file's ciphertext. */
export function evidenceOf(trace: SubjectTrace, { lines, fileIds, storedIds }: ErasureScope): ErasureEvidence {
  const segments = trace.steps
    .filter(({ table }) => segmentTables.has(table))
    .flatMap(({ rows, erasedBy }) => rows.filter((_, at) => erasedBy[at] !== undefined));
  const hashes = segments
    .filter(isStored)
    .map((row) => row['sha512'])
    .filter((hash) => Buffer.isBuffer(hash));
  return {
    lines: lines.map(({ database, table, action, records }) => ({ database, table, action, records })),
    ciphertexts: [...new Set(hashes.map((hash) => hash.toString('hex')))].sort(),
    files: storedIds.length,
    fileIds,
    storedIds,
    keys: [],
  };
}
