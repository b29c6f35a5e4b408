import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import path from 'node:path';
import { openCheckpoint, signRestoration, type NoteSigner, type NoteVerifier, type Restoration } from '@voxkeep/audit';
import { VoxkeepError } from '@voxkeep/contracts';
import { ownerClasses, type KeyKind, type SubjectKeys } from '@voxkeep/personal-data';
import { syncFolder } from '@voxkeep/platform';
import { z } from 'zod';
import type { KeyringManifest, SetManifest } from './manifest.js';

const checkpointLine = z.object({ size: z.number().int(), note: z.string() });
const journalLine = z.object({ caseId: z.uuid(), at: z.iso.datetime(), keys: z.record(z.string(), z.array(z.string())) });
const destroyedLine = z.object({
  ownerId: z.uuid(),
  ownerClass: z.enum(ownerClasses),
  epoch: z.number().int().min(1).default(1),
  commitment: z.string().regex(/^[0-9a-f]{64}$/),
  caseRef: z.string(),
  at: z.iso.datetime(),
});

/** A key that was destroyed, as the second sink tells. */
export type DestroyedLine = z.infer<typeof destroyedLine>;

/** What the second sink knows that a set of backups may not know. */
export interface SinkContent {
  readonly checkpoints: readonly z.infer<typeof checkpointLine>[];
  /** Ids of what was erased, case by case in the order of the cases. */
  readonly erased: ReadonlyMap<string, SubjectKeys>;
  readonly destroyed: readonly DestroyedLine[];
}

const files = { checkpoints: 'audit-checkpoints.jsonl', journal: 'erasure-journal.jsonl', destroyed: 'destroyed-keys.jsonl' };

/** Reads a sink. Throws `restore.sink-missing` { file } and `restore.sink-damaged` { file, line }. */
export function readSink(directory: string): SinkContent {
  const checkpoints = path.join(directory, files.checkpoints);
  if (!existsSync(checkpoints)) throw new VoxkeepError('restore.sink-missing', { file: checkpoints });
  const erased = new Map<string, SubjectKeys>();
  for (const { caseId, keys } of read(path.join(directory, files.journal), journalLine))
    erased.set(caseId, united(erased.get(caseId) ?? {}, keys));
  return {
    checkpoints: read(checkpoints, checkpointLine),
    erased,
    destroyed: read(path.join(directory, files.destroyed), destroyedLine),
  };
}

/**
 * Sees that a sink is of this set's appliance and knows at least what the set knew: otherwise something erased could come back.
 * Throws `restore.sink-older` { file, there, needed } or `restore.sink-foreign`.
 */
export function demandFresh(
  directory: string,
  { checkpoints, erased, destroyed }: SinkContent,
  { manifest, keyring, verifier }: { manifest: SetManifest; keyring: KeyringManifest; verifier: NoteVerifier },
): void {
  const { size, note } = manifest.checkpoint;
  const root = (text: string) => openCheckpoint(text, verifier, verifier.name)?.root.toString('hex');
  const demand = (file: string, there: number, needed: number) => {
    if (there < needed) throw new VoxkeepError('restore.sink-older', { file: path.join(directory, file), there, needed });
  };
  demand(files.checkpoints, Math.max(0, ...checkpoints.map((one) => one.size)), size);
  const same = checkpoints.some((one) => one.size === size && root(one.note) === root(note));
  if (!same) throw new VoxkeepError('restore.sink-foreign');
  demand(files.journal, erased.size, manifest.journalledCases);
  demand(files.destroyed, new Set(destroyed.map(({ commitment }) => commitment)).size, keyring.destroyedKeys);
}

/** Brings the files of a sink to where the restored appliance keeps its own; nothing when that is the same place. */
export async function takeOver(from: string, to: string): Promise<void> {
  if (path.resolve(from) === path.resolve(to)) return;
  for (const name of readdirSync(from))
    if (statSync(path.join(from, name)).isFile()) await copyFile(path.join(from, name), path.join(to, name));
  await syncFolder(to);
}

/** Leaves the signed note of a restore, by which `audit verify` and the log itself know where it goes on. */
export async function noteRestoration(directory: string, restoration: Restoration, signer: NoteSigner): Promise<void> {
  const file = await open(path.join(directory, 'audit-restores.jsonl'), 'a', 0o600);
  try {
    await file.appendFile(`${JSON.stringify({ note: signRestoration(restoration, signer) })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(directory);
}

/** A last line without its end was never acknowledged, and is left out; any other that cannot be read stops the restore. */
function read<T>(file: string, shape: z.ZodType<T>): readonly T[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((text, at) => {
    try {
      return shape.parse(JSON.parse(text));
    } catch {
      throw new VoxkeepError('restore.sink-damaged', { file, line: at + 1 });
    }
  });
}

function united(one: SubjectKeys, other: Readonly<Record<string, readonly string[]>>): SubjectKeys {
  const kinds = [...new Set([...Object.keys(one), ...Object.keys(other)])] as KeyKind[];
  return Object.fromEntries(kinds.map((kind) => [kind, [...new Set([...(one[kind] ?? []), ...(other[kind] ?? [])])]]));
}
