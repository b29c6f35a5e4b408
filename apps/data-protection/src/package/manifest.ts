import { fingerprintOf, jsonFile, type AttachedFile } from './attached-file.js';

/** A file of an archive as the manifest names it. */
export interface ManifestEntry {
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 in hex. */
  readonly sha256: string;
}
export interface ManifestHead {
  readonly case: string;
  readonly generatedAt: string;
  readonly catalogueHash: string;
}

export const manifestPath = 'manifest.json';
export const signaturePath = 'manifest.json.p7s';

/** Names a file by its length and hash. */
export function entryOf(path: string, content: Buffer): ManifestEntry {
  return { path, bytes: content.length, sha256: fingerprintOf(content) };
}

/** The list of everything in an archive; what could not be put in is named with the code of the reason. */
export function manifestFile(
  head: ManifestHead,
  files: readonly ManifestEntry[],
  leftOut: readonly { readonly path: string; readonly reason: string }[],
): AttachedFile {
  return jsonFile(manifestPath, { schema: 'voxkeep.package-manifest.v1', ...head, files, leftOut });
}
