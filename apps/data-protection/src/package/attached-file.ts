import { createHash } from 'node:crypto';

/** A file of a package. `path` is relative and has no personal value in it. */
export interface AttachedFile {
  readonly path: string;
  readonly type: string;
  readonly content: Buffer;
  /** How it relates to the report (ISO 19005-3 annex E). */
  readonly relationship: 'Data' | 'Source' | 'Supplement' | 'Alternative';
}

/** A file of readable JSON. */
export function jsonFile(path: string, value: unknown, type = 'application/json'): AttachedFile {
  return { path, type, content: Buffer.from(`${JSON.stringify(value, null, 2)}\n`), relationship: 'Data' };
}

/** SHA-256 in lower-case hex. */
export function fingerprintOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
