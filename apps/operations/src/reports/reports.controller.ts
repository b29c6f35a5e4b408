import { Controller, Get, Inject } from '@nestjs/common';
import { AccessViews } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodQuery, settings, unprocessable } from '@voxkeep/platform';
import { ContactFacts, type ReportRow } from '@voxkeep/reporting';
import type { z } from 'zod';
import { Names } from '../access/names.js';
import { reportRow } from './report-row.js';
import { nextDay, startOfDay } from './start-of-day.js';

type Query = z.infer<typeof http.reportQuery>;
const longestDays = 400;

/** Figures. They come from the facts of running and archived contacts alike and name no person. */
@Controller('reports')
export class ReportsController {
  constructor(
    @Inject(ContactFacts) private readonly facts: ContactFacts,
    @Inject(AccessViews) private readonly access: AccessViews,
    @Inject(Names) private readonly names: Names,
  ) {}

  /** Whole days of the site's time zone, the last one included, over the queues whose figures the asker may see. */
  @Get('contacts')
  @Allows('report', 'view')
  @Answers(http.contactReport)
  async contacts(@ZodQuery(http.reportQuery) { from, to, by: group }: Query, @By() by: SignedIn): Promise<http.ContactReport> {
    const days = (Date.parse(to) - Date.parse(from)) / (24 * 3_600_000);
    if (days < 0 || days > longestDays) throw unprocessable([{ path: 'to', problem: 'out-of-range' }]);
    const { timeZone } = settings().site;
    const queueIds = await this.access.reach(by.userId, 'queue', 'statistics-summary');
    const span = { from: startOfDay(from, timeZone), to: startOfDay(nextDay(to), timeZone) };
    const rows = await this.facts.report({ ...span, by: group, timeZone, queueIds });
    const queues = await this.names.ofQueues();
    const nameOf = (row: ReportRow) => (group === 'queue' ? (queues.get(row.group) ?? '') : row.group);
    return { rows: rows.map((row) => reportRow(row, nameOf(row))), includesHistory: true };
  }
}
