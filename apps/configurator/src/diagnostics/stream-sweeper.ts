import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CommunicationGrants } from '@voxkeep/configuration';
import { diagnostics } from '@voxkeep/platform';
import { grantsEnded, streamShredded, sweepFailed } from './events.js';
import { Streams } from './streams.js';

const actor = 'system:configurator';
const everyMs = 30_000;

/**
 * Ends grants that ran out, notes whom streams tell of, and destroys streams whose day has come. What is open when the program
 * starts is ended: a restart switches off.
 */
@Injectable()
export class StreamSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #sweeping = Promise.resolve();

  constructor(
    @Inject(CommunicationGrants) private readonly grants: CommunicationGrants,
    @Inject(Streams) private readonly streams: Streams,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.end('restart');
    await this.sweep();
    this.#timer = setInterval(() => {
      this.#sweeping = this.sweep();
    }, everyMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#sweeping;
  }

  /** One round; a failure is told and tried again at the next. */
  async sweep(): Promise<void> {
    try {
      await this.end('expired');
      for (const { id } of await this.grants.listLiving()) await this.grants.noteContacts(id, this.streams.contactsIn(id));
      for (const { id } of await this.grants.listDueForShredding()) await this.shred(id, actor);
    } catch (error) {
      diagnostics.record(sweepFailed, { error });
    }
  }

  /** Destroys the stream of an ended grant now. */
  async shred(id: string, by: string): ReturnType<CommunicationGrants['shredded']> {
    const found = await this.grants.find(id);
    if (found?.state !== 'ended') return { refused: found ? 'wrong-state' : 'not-there' };
    this.streams.destroy(id);
    const outcome = await this.grants.shredded(id, by);
    diagnostics.record(streamShredded, { grant: id });
    return outcome;
  }

  private async end(reason: 'restart' | 'expired'): Promise<void> {
    const ended = await this.grants.endDue(reason, actor);
    for (const id of ended) this.streams.stopMatching(id);
    if (ended.length > 0) diagnostics.record(grantsEnded, { reason, grants: ended.length });
  }
}
