import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { http } from '@voxkeep/contracts';
import { ConsentLedger, type LedgerQuery, type LedgerRow } from '@voxkeep/operative';
import type { AuditedAccess } from '@voxkeep/personal-data';
import { conflict, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { Stores } from '../access/stores.js';
import { ConsentSubjects } from './consent-subjects.js';
import { LedgerSearch } from './ledger-search.js';

type Body = z.output<typeof http.consentExportBody>;

/** More rows than this are not given out at once. */
export const mostExported = 50_000;
const batch = 500;
const head = [
  'id',
  'contact_point',
  'contact_id',
  'purpose',
  'channel',
  'state',
  'at',
  'valid_until',
  'wording_version',
  'evidence',
] as const;
type Exported = Readonly<Record<(typeof head)[number], string>>;

/** Gives the ledger out, numbers and addresses in clear. The one audit entry stands before the first row leaves. */
@Injectable()
export class LedgerExport {
  constructor(
    @Inject(LedgerSearch) private readonly search: LedgerSearch,
    @Inject(ConsentLedger) private readonly ledger: ConsentLedger,
    @Inject(Stores) private readonly stores: Stores,
    @Inject(ConsentSubjects) private readonly subjects: ConsentSubjects,
  ) {}

  /** Throws 409 `consent.export-too-large` before anything is opened. */
  async stream({ format, ...filters }: Body, by: SignedIn): Promise<Readable> {
    const query = await this.search.queryOf(filters, by);
    const [beyond] = await this.ledger.search({ ...query, limit: mostExported + 1 }).then((rows) => rows.slice(mostExported));
    if (beyond) throw conflict('consent.export-too-large');
    const audited = await this.stores.record(
      'operative',
      by,
      { code: filters.statedPurpose.code },
      { action: 'consent.export', columns: ['state', 'contact_point_id', 'value'] },
    );
    const pages = this.pages(query, audited);
    return Readable.from(format === 'csv' ? asCsv(pages) : asJson(pages));
  }

  private async *pages(query: Omit<LedgerQuery, 'limit' | 'after'>, audited: AuditedAccess): AsyncGenerator<Exported[], void> {
    let after: string | undefined;
    for (let given = 0; given < mostExported; given += batch) {
      const rows = await this.ledger.search({ ...query, limit: batch, ...(after !== undefined && { after }) });
      const values = await this.subjects.valuesOf(rows, audited, true);
      yield rows.map((row) => exported(row, values));
      after = rows.at(-1)?.id;
      if (rows.length < batch) return;
    }
  }
}

function exported(row: LedgerRow, values: ReadonlyMap<string, string>): Exported {
  return {
    ...{ id: row.id, contact_point: values.get(row.contactPointId ?? '') ?? '', contact_id: row.contactId ?? '' },
    ...{ purpose: row.purpose, channel: row.channel, state: row.state, at: row.at.toISOString() },
    ...{
      valid_until: row.validUntil?.toISOString() ?? '',
      wording_version: row.wordingVersion ?? '',
      evidence: row.evidenceKind,
    },
  };
}

async function* asCsv(pages: AsyncIterable<readonly Exported[]>): AsyncGenerator<string, void> {
  yield `\uFEFF${head.join(',')}\r\n`;
  for await (const rows of pages) for (const row of rows) yield `${head.map((name) => csvCell(row[name])).join(',')}\r\n`;
}

async function* asJson(pages: AsyncIterable<readonly Exported[]>): AsyncGenerator<string, void> {
  let before = '[';
  for await (const rows of pages)
    for (const row of rows) {
      yield `${before}${JSON.stringify(row)}`;
      before = ',\n';
    }
  yield before === '[' ? '[]\n' : ']\n';
}

/** A cell that a spreadsheet could take for a formula is made inert by an apostrophe; E.164 numbers stay. */
export function csvCell(value: string): string {
  const inert = /^[=+\-@\t\r]/.test(value) && !/^\+\d{3,15}$/.test(value) ? `'${value}` : value;
  return /[",;\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
