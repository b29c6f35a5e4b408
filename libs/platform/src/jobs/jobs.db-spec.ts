import { Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { diagnostics } from '../diagnostics/diagnostics.js';
import { keptLog } from '../diagnostics/kept-log.fixture.js';
import { forgetSettings } from '../settings/settings.js';
import { jobQueue } from './job-queue-of.js';
import type { JobQueue } from './job-queue.js';
import { jobWorker, type JobInHand } from './job-worker.js';
import { jobQueueToken, jobsModule } from './jobs.module.js';

describe('jobs on PostgreSQL', () => {
  let jobs: FreshDatabase;
  let queue: JobQueue;
  beforeAll(async () => {
    jobs = await freshDatabase('jobs');
  });
  afterAll(() => jobs.drop());
  beforeEach(() => {
    queue = jobQueue(`queue-${expect.getState().currentTestName?.length ?? 0}`, jobs.url);
  });
  afterEach(() => queue.close());

  const queueName = () => `queue-${expect.getState().currentTestName?.length ?? 0}`;
  const worked = (count: number) => {
    const done: JobInHand[] = [];
    let all: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (all = resolve));
    const handler = (job: JobInHand) => {
      done.push(job);
      if (done.length === count) all();
      return Promise.resolve();
    };
    return { done, finished, handler };
  };

  it('come to the worker with their ids', async () => {
    const { done, finished, handler } = worked(1);
    const worker = jobWorker(queueName(), { archive: handler }, { url: jobs.url });
    await queue.add('archive', { contactId: '0193b0c0-0000-7000-8000-000000000001' }, { jobId: 'outbox-1' });
    await finished;
    await worker.close();
    expect(done).toEqual([{ id: 'outbox-1', ids: { contactId: '0193b0c0-0000-7000-8000-000000000001' }, attempt: 1 }]);
  });

  it('with the same id are one job', async () => {
    await queue.addMany([1, 2, 3].map(() => ({ name: 'archive', ids: { n: 1 }, jobId: 'outbox-7' })));
    expect((await queue.counts()).waiting).toBe(1);
  });

  it.each(['Anna Smith', 'anna@example.org', '+37255512345', '37255512345'])(
    'refuse a payload that is not an id: %s',
    async (value) => {
      await expect(queue.add('mail', { to: value })).rejects.toMatchObject({
        code: 'job.payload',
        data: { job: 'mail', field: 'to' },
      });
    },
  );

  it('keep nothing of what a handler threw', async () => {
    const log = keptLog();
    let failed: () => void = () => undefined;
    const tried = new Promise<void>((resolve) => (failed = resolve));
    const explode = () => {
      setImmediate(failed);
      return Promise.reject(new Error('canary Anna Smith'));
    };
    const worker = jobWorker(queueName(), { archive: explode }, { url: jobs.url });
    await queue.add('archive', { n: 1 });
    await tried;
    await worker.close();
    diagnostics.replace(undefined);
    const tables = await jobs.database.rows<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'bullmq' and table_type = 'BASE TABLE'`,
    );
    const stored = await Promise.all(tables.map(({ name }) => jobs.database.rows(`select t::text from bullmq."${name}" as t`)));
    expect(JSON.stringify(stored)).not.toContain('canary');
    expect(log.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['job.failed']);
    expect(log.join()).not.toContain('canary');
  });

  it('are reached through the Nest module too', async () => {
    @Module({ imports: [jobsModule('mail')] })
    class MailModule {
      constructor(@Inject(jobQueueToken('mail')) readonly mail: JobQueue) {}
    }
    process.env['VOXKEEP_JOBS'] = jobs.url;
    forgetSettings();
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest declares its options as a class
    const app = await NestFactory.createApplicationContext(MailModule, { logger: false });
    await app.get(MailModule).mail.add('receipt', { caseId: 'c-1' });
    expect((await app.get(MailModule).mail.counts()).waiting).toBe(1);
    await app.close();
    forgetSettings();
  });
});
