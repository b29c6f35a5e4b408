import { Readable } from 'node:stream';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { Allows, By, Database, SignedIn, databaseToken } from '@voxkeep/platform';
import type { FastifyReply } from 'fastify';
import { LiveEvents } from './live-events.js';

/** What goes on now. */
@Controller('live')
export class LiveController {
  constructor(
    @Inject(LiveEvents) private readonly events: LiveEvents,
    @Inject(databaseToken('monitoring')) private readonly monitoring: Database,
  ) {}

  /** Who watched is on record before the first snapshot, since it names agents. */
  @Get()
  @Allows('queue', 'monitor')
  async watch(@By() by: SignedIn, @Res() reply: FastifyReply): Promise<void> {
    const purpose = { code: 'administration' };
    await this.monitoring.recordAccess(by.access(purpose), { action: 'live.watch', actor: by.userId, purpose: purpose.code });
    const gone = new AbortController();
    const stream = Readable.from(this.events.of(by, gone.signal), { objectMode: false });
    stream.once('close', () => {
      gone.abort();
    });
    reply.raw.once('close', () => {
      gone.abort();
    });
    await reply.header('content-type', 'text/event-stream; charset=utf-8').send(stream);
  }
}
