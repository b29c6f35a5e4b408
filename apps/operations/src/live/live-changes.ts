import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LiveContacts } from '@voxkeep/monitoring';

/** Counts the changes of live contacts that this process has heard of; one listening connection for all streams. */
@Injectable()
export class LiveChanges implements OnApplicationBootstrap, OnModuleDestroy {
  private heard = 0;
  private stop: (() => Promise<void>) | undefined;
  /** Aborted when the process ends, so that open streams end with it. */
  readonly ending = new AbortController();

  constructor(@Inject(LiveContacts) private readonly live: LiveContacts) {}

  /** Rises with every change. */
  get count(): number {
    return this.heard;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.stop = await this.live.onChange(() => {
      this.heard += 1;
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.ending.abort();
    await this.stop?.();
  }
}
