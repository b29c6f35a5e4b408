import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AuditProofs, type FreezeView } from '@voxkeep/configuration';
import type { Database } from '@voxkeep/platform';
import { releaseHash } from '../certificate/release-hash.js';

export interface EvidenceFile {
  readonly path: string;
  readonly content: Buffer;
}
type Window = Pick<FreezeView, 'fromAt' | 'toAt'>;

const mostLeaves = 200_000;
const proofPatienceMs = 15_000;
const proofEveryMs = 250;
const momentInLine = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/;

const leavesSql = `
  select seq::float8 as seq, encode(leaf_hash, 'hex') as "leafHash", source, event_id as "eventId", at, actor, action,
         object_kind as "objectKind", object_id as "objectId", subject_ref as "subjectRef", purpose, columns, count
  from audit.leaf where at >= $1 and at < $2 order by seq limit ${String(mostLeaves)}`;
/** Without the hashes of tokens: evidence must not let anybody in. */
const sessionsSql = `
  select id, user_id as "userId", stage, created_at as "createdAt", last_seen_at as "lastSeenAt", signed_in_at as "signedInAt",
         ends_at as "endsAt", ended_at as "endedAt"
  from session where created_at < $2 and coalesce(ended_at, ends_at) >= $1 order by created_at`;

/** Audit log of the window: its events, the newest signed state, the proof that the freeze stands in it, and that the log only grew. */
export async function auditEvidence(database: Database, freeze: FreezeView): Promise<readonly EvidenceFile[]> {
  const proofs = new AuditProofs(database);
  const leaves = await database.rows<{ seq: number }>(leavesSql, [freeze.fromAt, freeze.toAt]);
  const [checkpoint] = await database.rows<{ note: string }>('select note from audit.checkpoint order by size desc limit 1');
  const [earlier] = await database.rows<{ size: string; note: string }>(
    'select size, note from audit.checkpoint where at < $1 order by size desc limit 1',
    [freeze.fromAt],
  );
  const growth = earlier && (await proofs.proveGrowth(Number(earlier.size)));
  const proof = await proofOfFreeze(proofs, freeze.id);
  return [
    fileOf('audit/events.jsonl', linesOf(leaves)),
    ...(checkpoint ? [fileOf('audit/checkpoint.txt', checkpoint.note)] : []),
    ...(earlier ? [fileOf('audit/checkpoint-before.txt', earlier.note)] : []),
    ...(growth === undefined ? [] : [fileOf('audit/growth.proof', growth)]),
    ...(proof === undefined ? [] : [fileOf('audit/freeze.tlog-proof', proof)]),
  ];
}

/** Sessions that were open within the window. */
export async function sessionEvidence(database: Database, { fromAt, toAt }: Window): Promise<EvidenceFile> {
  return fileOf('sessions.jsonl', linesOf(await database.rows(sessionsSql, [fromAt, toAt])));
}

/** What runs here: release, its hash, the runtime, and the versions of the schema. */
export async function versionEvidence(database: Database): Promise<EvidenceFile> {
  const schema = await database.rows('select * from schema_version order by version');
  const release = await releaseHash(process.argv[1] ?? process.execPath);
  const { node, openssl, v8 } = process.versions;
  return fileOf(
    'versions.json',
    `${JSON.stringify({ release, node, openssl, v8, platform: process.platform, schema }, null, 2)}\n`,
  );
}

/** Lines of the diagnostic logs within the window. Streams of communication events stay out: their keys are destroyed in time. */
export async function logEvidence(folder: string, { fromAt, toAt }: Window): Promise<readonly EvidenceFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile() && entry.name.includes('.log')).map(({ name }) => name);
  return Promise.all(
    files.sort().map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8');
      return fileOf(`log/${name}`, linesWithin(text, fromAt, toAt));
    }),
  );
}

/** The lines that were written within [from, to); a line without a moment belongs to the one before it. */
export function linesWithin(text: string, from: Date, to: Date): string {
  let within = false;
  const kept = text.split('\n').filter((line) => {
    const moment = momentInLine.exec(line)?.[0];
    if (moment !== undefined) within = Date.parse(moment) >= from.getTime() && Date.parse(moment) < to.getTime();
    return within && line !== '';
  });
  return kept.map((line) => `${line}\n`).join('');
}

/** A signed state covers the event within about a second; undefined when none does in time. */
async function proofOfFreeze(proofs: AuditProofs, id: string): Promise<string | undefined> {
  const until = performance.now() + proofPatienceMs;
  while (performance.now() < until) {
    const proven = await proofs.proveLeaf({ action: 'evidence.freeze', objectKind: 'evidence-freeze', objectId: id });
    if ('proof' in proven) return proven.proof;
    await pause(proofEveryMs);
  }
  return undefined;
}

function linesOf(rows: readonly object[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function fileOf(name: string, text: string): EvidenceFile {
  return { path: name, content: Buffer.from(text, 'utf8') };
}
