import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { ConsentLedger } from '@voxkeep/operative';
import { diagnostics, newId, notFound, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { KnownPoints } from '../directory/known-points.js';
import { consentImportFailed } from '../events.js';
import { ConsentSubjects } from './consent-subjects.js';
import type { ImportFile } from './import-file.js';
import type { ImportLine } from './import-lines.js';
import { standingRow } from './ledger-entries.js';
import { LiveCalls } from './live-calls.js';

type Answer = z.infer<typeof http.consentImport>;

/** Rows that are taken over within the request; more go on behind it. */
const atOnce = 500;
const batch = 500;
/** Imports whose result is kept to be asked for. */
const mostKept = 50;

interface Run {
  readonly answer: Answer;
  readonly by: string;
}

/**
 * Takes a file of consents over. The rows live in this process only: when it ends in the middle, the same file is given again and rows
 * that stand already are left out.
 */
@Injectable()
export class LedgerImport {
  readonly #runs = new Map<string, Run>();

  constructor(
    @Inject(ConsentLedger) private readonly ledger: ConsentLedger,
    @Inject(KnownPoints) private readonly points: KnownPoints,
    @Inject(ConsentSubjects) private readonly subjects: ConsentSubjects,
    @Inject(LiveCalls) private readonly calls: LiveCalls,
  ) {}

  /** A dry run says what would be taken over and writes nothing. A large file is answered while it is still running. */
  async start({ dryRun, encoding, lines, faults }: ImportFile, by: SignedIn): Promise<Answer> {
    const rejected = faults.map((fault) => ({ ...fault }));
    const head = { id: newId(), dryRun, encoding, rows: lines.length + faults.length, known: 0, rejected };
    if (dryRun) return { ...head, state: 'checked', accepted: lines.length };
    const answer: Answer = { ...head, state: 'running', accepted: 0 };
    this.#keep({ answer, by: by.userId });
    const running = this.run(answer, lines, by);
    if (lines.length <= atOnce) await running;
    return { ...answer };
  }

  /** How far an import is; throws 404 for one of somebody else, and after a restart. */
  progress(id: string, by: SignedIn): Answer {
    const run = this.#runs.get(id);
    if (run?.by !== by.userId) throw notFound();
    return { ...run.answer };
  }

  private async run(answer: Answer, lines: readonly ImportLine[], by: SignedIn): Promise<void> {
    try {
      for (let from = 0; from < lines.length; from += batch) await this.take(answer, lines.slice(from, from + batch), by);
      answer.state = 'done';
    } catch (error) {
      answer.state = 'failed';
      diagnostics.record(consentImportFailed, { rows: answer.rows, taken: answer.accepted, error });
    }
  }

  private async take(answer: Answer, lines: readonly ImportLine[], by: SignedIn): Promise<void> {
    const values = lines.map(({ point }) => point);
    const ids = await this.points.ensure(values, by);
    const rows = await Promise.all(
      lines.map(async ({ point, evidence: evidenceKind, purpose, channel, state, at, validUntil, wordingVersion }) => {
        const contactPointId = ids.get(point.term) ?? null;
        const personId = contactPointId === null ? null : await this.subjects.personOf(contactPointId);
        const said = { purpose, channel, state, at, validUntil, wordingVersion, evidenceKind };
        return standingRow({ ...said, contactPointId, personId });
      }),
    );
    const added = new Set(await this.ledger.add(rows, by.userId));
    answer.accepted += added.size;
    answer.known += rows.length - added.size;
    for (const row of rows)
      if (added.has(row.id) && row.state !== 'given') await this.calls.standing(await this.subjects.pointsOf(row), row.id, by);
  }

  #keep(run: Run): void {
    this.#runs.set(run.answer.id, run);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > mostKept && oldest !== undefined) this.#runs.delete(oldest);
  }
}
