import { Controller, Get, HttpCode, Inject, Post, StreamableFile } from '@nestjs/common';
import { Accounts, AuditSearch } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import { Allows, Answers, By, SignedIn, ZodBody, ZodParam, ZodQuery } from '@voxkeep/platform';
import type { z } from 'zod';
import { AccountNames } from '../accounts/account-names.js';
import { AuditDesk } from './audit-desk.js';
import { AuditIntegrity } from './audit-integrity.js';

/** The audit trail, to be read only; reading it is an event itself. */
@Controller('audit')
export class AuditController {
  constructor(
    @Inject(AuditDesk) private readonly desk: AuditDesk,
    @Inject(AuditIntegrity) private readonly integrityOfLog: AuditIntegrity,
    @Inject(AuditSearch) private readonly search: AuditSearch,
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(AccountNames) private readonly accountNames: AccountNames,
  ) {}

  @Get('events')
  @Allows('audit-trail', 'view')
  @Answers(http.auditPage)
  events(
    @ZodQuery(http.auditQuery) query: z.output<typeof http.auditQuery>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.auditPage>> {
    return this.desk.page(query, by);
  }

  @Get('events.csv')
  @Allows('audit-trail', 'view')
  async export(
    @ZodQuery(http.auditFilters) filters: z.output<typeof http.auditFilters>,
    @By() by: SignedIn,
  ): Promise<StreamableFile> {
    return new StreamableFile(await this.desk.export(filters, by), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="audit-trail.csv"',
    });
  }

  @Get('events/:id/proof')
  @Allows('audit-trail', 'view')
  async proof(@ZodParam(http.idPath) { id }: z.infer<typeof http.idPath>, @By() by: SignedIn): Promise<StreamableFile> {
    const { seq, text } = await this.desk.prove(id, by);
    return new StreamableFile(Buffer.from(text, 'utf8'), {
      type: 'text/plain; charset=utf-8',
      disposition: `attachment; filename="event-${String(seq)}.tlog-proof"`,
    });
  }

  @Get('vocabulary')
  @Allows('audit-trail', 'view')
  @Answers(http.auditVocabulary)
  async vocabulary(): Promise<z.infer<typeof http.auditVocabulary>> {
    const { actions, objectKinds } = await this.search.vocabulary();
    return { actions: [...actions], objectKinds: [...objectKinds] };
  }

  @Get('integrity')
  @Allows('audit-trail', 'view')
  @Answers(http.auditIntegrity)
  integrity(): Promise<http.AuditIntegrity> {
    return this.integrityOfLog.state();
  }

  @Get('listening')
  @Allows('audit-trail', 'view')
  @Answers(http.listeningPage)
  listening(
    @ZodQuery(http.listeningQuery) query: z.output<typeof http.listeningQuery>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.listeningPage>> {
    return this.desk.listening(query, by);
  }

  /** Opens the sealed names of accounts; without the right to see users, an account stays its reference. */
  @Post('names')
  @HttpCode(200)
  @Allows('user', 'view')
  @Answers(http.auditNames)
  async names(
    @ZodBody(http.auditNamesBody) { ids }: z.infer<typeof http.auditNamesBody>,
    @By() by: SignedIn,
  ): Promise<z.infer<typeof http.auditNames>> {
    const wanted = new Set(ids);
    const accounts = (await this.accounts.list()).filter(({ id }) => wanted.has(id));
    const names = await this.accountNames.open(by, { code: 'administration' }, accounts);
    return accounts.map(({ id, login }) => ({ id, login, displayName: names.get(id) ?? null }));
  }
}
