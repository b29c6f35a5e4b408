import { Module, type DynamicModule } from '@nestjs/common';
import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { setDefaultBackendFactory, type ConnectionOptions } from 'bullmq';
import { settings } from '../settings/settings.js';
import { jobBackend } from './job-backend.js';
import { BullJobQueue, type AnyQueue } from './job-queue.js';

/** Injection token of a queue: `@Inject(jobQueueToken('mail')) mail: JobQueue`. */
export function jobQueueToken(name: string): string {
  return `job queue ${name}`;
}

@Module({})
class JobsModule {}

/** Gives a process these queues to add to, and Nest's `@Processor` classes the same store to work from. */
export function jobsModule(...names: readonly string[]): DynamicModule {
  const root = BullModule.forRootAsync({
    useFactory: () => {
      const { factory, connection } = jobBackend(settings().jobs.url);
      setDefaultBackendFactory(factory);
      return { connection: connection as ConnectionOptions };
    },
  });
  const providers = names.map((name) => ({
    provide: jobQueueToken(name),
    inject: [getQueueToken(name)],
    useFactory: (queue: AnyQueue) => new BullJobQueue(queue),
  }));
  const queues = BullModule.registerQueue(...names.map((name) => ({ name })));
  return {
    module: JobsModule,
    imports: [root, queues],
    providers,
    exports: [...providers.map(({ provide }) => provide), queues],
  };
}
