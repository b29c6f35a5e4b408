import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { AuditProofs, AuditSearch, ListeningLog, type AuditFilters, type ListeningQuery } from '@voxkeep/configuration';
import type { http } from '@voxkeep/contracts';
import { Database, conflict, databaseToken, notFound, type AuditEntry, type SignedIn } from '@voxkeep/platform';
import type { z } from 'zod';
import { csvHead, csvLine, rowOf } from './audit-rows.js';

type Query = z.output<typeof http.auditQuery>;
type Filters = z.output<typeof http.auditFilters>;
type Listening = z.output<typeof http.listeningQuery>;

const pageSize = 50;
/** More is not exported at once: whoever needs it narrows the time. */
const mostExported = 50_000;

/** Reads the audit log for whoever may see it; every page, proof and file is on record itself before it is handed out. */
@Injectable()
export class AuditDesk {
  constructor(
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
    @Inject(AuditSearch) private readonly search: AuditSearch,
    @Inject(AuditProofs) private readonly proofs: AuditProofs,
    @Inject(ListeningLog) private readonly listenings: ListeningLog,
  ) {}

  /** A page of events, newest first; `next` is where the one after it begins. */
  async page({ before, limit = pageSize, ...filters }: Query, by: SignedIn): Promise<z.infer<typeof http.auditPage>> {
    const events = await this.search.page({ ...datesOf(filters), limit: limit + 1, ...(before !== undefined && { before }) });
    const shown = events.slice(0, limit);
    await this.record(by, { action: 'audit.read', count: shown.length });
    return { items: shown.map(rowOf), ...nextOf(events.length > limit, shown) };
  }

  /** A page of listenings. */
  async listening({ from, to, ...query }: Listening, by: SignedIn): Promise<z.infer<typeof http.listeningPage>> {
    const asked = { ...query, ...span({ from, to }) } as ListeningQuery;
    const events = await this.listenings.page({ ...asked, limit: pageSize + 1 });
    const shown = events.slice(0, pageSize);
    await this.record(by, { action: 'audit.read-listenings', count: shown.length });
    return { items: shown.map((row) => ({ ...row, at: row.at.toISOString() })), ...nextOf(events.length > pageSize, shown) };
  }

  /** The proof of one event as text. Throws 404, or 409 `audit.not-signed` while no signed state covers it. */
  async prove(eventId: string, by: SignedIn): Promise<{ readonly seq: number; readonly text: string }> {
    const found = await this.proofs.proveLeaf({ eventId });
    if ('refused' in found) throw found.refused === 'unknown' ? notFound() : conflict('audit.not-signed');
    await this.record(by, { action: 'audit.prove', object: { kind: 'audit-event', id: eventId } });
    return { seq: found.seq, text: found.proof };
  }

  /** What the filters find as CSV, streamed. Throws 409 `audit.too-many` rather than leave anything out. */
  async export(filters: Filters, by: SignedIn): Promise<Readable> {
    const wanted = datesOf(filters);
    const count = await this.search.count(wanted, mostExported);
    if (count > mostExported) throw conflict('audit.too-many');
    await this.record(by, { action: 'audit.export', count });
    return Readable.from(this.lines(wanted));
  }

  private async *lines(filters: AuditFilters): AsyncGenerator<string> {
    yield csvHead;
    for await (const page of this.search.pages(filters)) yield page.map((event) => csvLine(rowOf(event))).join('');
  }

  private record(by: SignedIn, entry: Omit<AuditEntry, 'actor' | 'purpose'>): Promise<void> {
    return this.configuration.transaction((t) => t.audit({ ...entry, actor: by.userId, purpose: 'administration' }));
  }
}

function nextOf(more: boolean, shown: readonly { readonly seq: number }[]): { readonly next?: string } {
  return more ? { next: String(shown.at(-1)?.seq) } : {};
}

function datesOf({ from, to, ...filters }: Filters): AuditFilters {
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
  return { ...given, ...span({ from, to }) };
}

function span({ from, to }: { readonly from?: string | undefined; readonly to?: string | undefined }): {
  readonly from?: Date;
  readonly to?: Date;
} {
  return { ...(from !== undefined && { from: new Date(from) }), ...(to !== undefined && { to: new Date(to) }) };
}
