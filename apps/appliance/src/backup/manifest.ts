import { canonicalJson, openNote, signNote, type NoteSigner, type NoteVerifier } from '@voxkeep/audit';
import { storeNames } from '@voxkeep/contracts';
import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().min(0);
/** Names of files are names and nothing else: a set cannot lead out of its folder. */
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,99}$/);

const file = z.strictObject({ file: fileName, sha256, bytes: count });
const dump = file.extend({ schema: z.array(z.string()), tables: count, rows: count });
const rootKey = z.strictObject({ version: count, checkValue: sha256 });

/** What stands in a data set, signed by the key of the audit log. No keys, nothing personal. */
export const setManifest = z.strictObject({
  format: z.literal('voxkeep.backup-set.v1'),
  name: fileName,
  madeAt: z.iso.datetime(),
  release: z.string(),
  /** Name of the audit log, unique to the appliance. */
  origin: z.string(),
  catalogueHash: z.string(),
  /** Public key that the files are sealed to. */
  recipient: z.string(),
  /** The newest signed state of the audit log in the set. */
  checkpoint: z.strictObject({ size: count, note: z.string() }),
  /** Cases that the erasure journal knew: the second sink must know as many. */
  journalledCases: count,
  stores: z.array(dump.extend({ store: z.enum(storeNames) })),
  vault: file.extend({ files: count, octets: count }),
});

/** A copy of the keyring, apart from the data and shorter-lived. */
export const keyringManifest = z.strictObject({
  format: z.literal('voxkeep.keyring-copy.v1'),
  name: fileName,
  madeAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  origin: z.string(),
  recipient: z.string(),
  rootKeys: z.array(rootKey),
  /** Keys that erasures and retention had destroyed: the second sink must know as many. */
  destroyedKeys: count,
  dump,
});

export type SetManifest = z.infer<typeof setManifest>;
export type KeyringManifest = z.infer<typeof keyringManifest>;
export type DumpEntry = z.infer<typeof dump>;
export type FileEntry = z.infer<typeof file>;

/** A manifest as a C2SP signed note: one line of canonical JSON (RFC 8785) and the signature. */
export function signManifest(manifest: SetManifest | KeyringManifest, signer: NoteSigner): string {
  return signNote(`${canonicalJson(manifest)}\n`, signer);
}

/** The manifest in a note; undefined unless this verifier signed it and it has the shape. */
export function openManifest<T>(note: string, verifier: NoteVerifier, shape: z.ZodType<T>): T | undefined {
  const text = openNote(note, verifier);
  return text === undefined ? undefined : parsed(text, shape);
}

/** Reads a manifest without looking at its signature: to tell whose it says it is. */
export function readManifest<T>(note: string, shape: z.ZodType<T>): T | undefined {
  return parsed(note.split('\n')[0] ?? '', shape);
}

function parsed<T>(text: string, shape: z.ZodType<T>): T | undefined {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
