import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { CommunicationGrants, type GrantView } from '@voxkeep/configuration';
import { http } from '@voxkeep/contracts';
import {
  Allows,
  Answers,
  AsksPurpose,
  By,
  Database,
  HttpProblem,
  SignedIn,
  SignedInStage,
  ZodBody,
  ZodParam,
  databaseToken,
  notFound,
} from '@voxkeep/platform';
import type { z } from 'zod';
import { Streams } from './streams.js';

/** Who reads what was written down, and whether anything is being written now. */
@Controller()
export class StreamController {
  constructor(
    @Inject(CommunicationGrants) private readonly grants: CommunicationGrants,
    @Inject(Streams) private readonly streams: Streams,
    @Inject(databaseToken('configuration')) private readonly configuration: Database,
  ) {}

  /** For the banner: everybody who is signed in may know that communications are being written down. */
  @Get('diagnostic-switch')
  @SignedInStage('full')
  @Answers(http.switchAnswer)
  async switch(): Promise<z.infer<typeof http.switchAnswer>> {
    const open = (await this.grants.listLiving()).filter(
      ({ state, endsAt }) => state === 'open' && endsAt !== null && endsAt > new Date(),
    );
    const ends = open.map(({ endsAt }) => endsAt?.toISOString() ?? '').sort();
    return { open: open.length, until: ends.at(-1) ?? null };
  }

  /** Opens a stream under a stated purpose: the audit entry is committed before the first line is. 410 once it is destroyed. */
  @Post('diagnostic-grants/:id/stream')
  @HttpCode(200)
  @Allows('diagnostic-logging', 'modify')
  @AsksPurpose()
  @Answers(http.streamAnswer)
  async read(
    @ZodParam(http.idPath) { id }: z.infer<typeof http.idPath>,
    @ZodBody(http.streamBody) { purpose }: z.output<typeof http.streamBody>,
    @By() by: SignedIn,
  ): Promise<http.StreamAnswer> {
    const grant = await this.grants.find(id);
    if (!grant) throw notFound();
    await this.recordReading(grant, purpose.code, by);
    const answer = this.streams.read(id);
    if (!answer) throw new HttpProblem(410, 'diagnostic-stream.destroyed');
    return answer;
  }

  /** One entry for the stream and one for each contact in it: a person's report tells who looked, also where the scope was a trunk. */
  private async recordReading({ id, scopeId }: GrantView, purpose: string, by: SignedIn): Promise<void> {
    const object = { kind: 'communication-grant', id };
    const entry = { action: 'communication-grant.read-stream' as const, actor: by.userId, object, purpose };
    const contacts = this.streams.contactsIn(id).filter((contactId) => contactId !== scopeId);
    await this.configuration.transaction((t) =>
      t.audit(
        { ...entry, subject: scopeId, count: this.streams.list(id).length },
        ...contacts.map((subject) => ({ ...entry, subject })),
      ),
    );
  }
}
