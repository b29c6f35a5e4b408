import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { ErasureJournal } from '@voxkeep/configuration';
import type { KeyKind, SubjectKeys } from '@voxkeep/personal-data';
import { settings, syncFolder } from '@voxkeep/platform';
import { SevenDatabases } from '../seven-databases.js';

const journalFile = 'erasure-journal.jsonl';

/**
 * The ids of what a case erases, kept before the first row goes: in the second sink, outside every database and backup, and in the
 * erasure journal. Random ids only. A restore replays them, and an execution that was interrupted goes on from them (04 e).
 */
@Injectable()
export class FrozenKeys {
  constructor(
    @Inject(ErasureJournal) private readonly journal: ErasureJournal,
    @Inject(SevenDatabases) private readonly databases: SevenDatabases,
  ) {}

  /** What was frozen for a case so far; nothing before its execution. */
  async of(caseId: string): Promise<SubjectKeys> {
    const rows = await this.databases.of('configuration').rows<{ kind: KeyKind; ids: string[] }>(
      `select key_kind as kind, array_agg(distinct frozen.id) as ids from protection.erasure_journal j, unnest(j.key_ids) as frozen (id)
         where case_id = $1 group by key_kind`,
      [caseId],
    );
    return Object.fromEntries(rows.map(({ kind, ids }) => [kind, ids.map(String)]));
  }

  /** Appends and syncs the second sink, then the journal: the sink is never behind the database. Twice is harmless. */
  async append(caseId: string, keys: SubjectKeys, by: string): Promise<void> {
    await appendLine(settings().witness.directory, JSON.stringify({ caseId, at: new Date().toISOString(), keys }));
    await this.journal.append(caseId, keys, by);
  }
}

async function appendLine(directory: string, line: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = await open(path.join(directory, journalFile), 'a', 0o600);
  try {
    await file.appendFile(`${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(directory);
}
