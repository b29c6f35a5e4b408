import { Inject, Injectable } from '@nestjs/common';
import { databaseNames } from '@voxkeep/contracts';
import { settings } from '@voxkeep/platform';
import type { StatedAccess } from '../subject/case-access.js';
import { heldRows, type HeldRows } from '../subject/held-rows.js';
import { RowOpening, type OpenedTexts } from '../subject/row-opening.js';
import { Subjects, type Sought } from '../subject/subjects.js';
import { assemble } from './assemble.js';
import { IdentityMap } from './identity-map.js';
import type { PersonReport } from './person-report.js';
import { ReportLanguages } from './report-languages.js';
import { Surroundings } from './surroundings.js';

/** What a report is asked to hold. Without a language it is that of the person. `redact` is a reason code. */
export interface ReportOptions {
  readonly language?: string | undefined;
  readonly recordings?: boolean | undefined;
  readonly redact?: string | undefined;
}
/** Whom a report is about, on which request, and under which access. */
export interface ReportRequest {
  readonly caseId: string;
  readonly case: PersonReport['case'];
  readonly sought: Sought;
  readonly stated: StatedAccess;
  readonly options: ReportOptions;
  /** Takes out what this request may not see, before anything is opened. */
  readonly narrow?: (held: readonly HeldRows[]) => readonly HeldRows[];
  /** Conversations that are told although no row of the person names them. */
  readonly conversations?: (held: readonly HeldRows[]) => Promise<PersonReport['conversations']>;
}

/** Builds the complete report of a person, in memory and anew each time: it is stored nowhere (ADR 0013). */
@Injectable()
export class ReportBuilder {
  constructor(
    @Inject(Subjects) private readonly subjects: Subjects,
    @Inject(RowOpening) private readonly opening: RowOpening,
    @Inject(IdentityMap) private readonly identity: IdentityMap,
    @Inject(Surroundings) private readonly surroundings: Surroundings,
    @Inject(ReportLanguages) private readonly languages: ReportLanguages,
  ) {}

  /** Records the access in each database that holds something, opens everything, assembles. */
  async build(request: ReportRequest): Promise<PersonReport> {
    const trace = await this.subjects.trace(request.sought);
    const all = heldRows(trace);
    const held = request.narrow === undefined ? all : request.narrow(all);
    const language = request.options.language ?? languageIn(held) ?? settings().report.fallbackLanguage;
    const wording = this.languages.wording(language, settings().site.timeZone);
    const around = await this.surroundings.of(trace, request.caseId, wording);
    const opened = await this.opening.open(held, request.stated);
    const identity = await this.identity.of(trace, held, opened, request.stated);
    const further = (await request.conversations?.(held)) ?? [];
    return assemble({ request, trace, held, opened, wording, around, identity, name: nameIn(held, opened), further });
  }
}

/** The language that the person is addressed in. */
function languageIn(held: readonly HeldRows[]): string | undefined {
  const language = held.find(({ step }) => step.table === 'person')?.items[0]?.row['language'];
  return typeof language === 'string' ? language : undefined;
}

/** A customer's name stands in the directory, that of an employee with the account. */
function nameIn(held: readonly HeldRows[], opened: OpenedTexts): string | null {
  const candidates = [textOf(held, opened, 'person', 'fullName'), textOf(held, opened, 'user_account', 'displayName')];
  return candidates.find((name) => name !== null) ?? null;
}

function textOf(held: readonly HeldRows[], opened: OpenedTexts, table: string, property: string): string | null {
  const item = databaseNames
    .flatMap((database) => held.filter(({ step }) => step.store === database && step.table === table))
    .flatMap(({ items }) => items)[0];
  const text = item && opened.of(item.row, property);
  return text === undefined || text === 'unreadable' ? null : text.text;
}
