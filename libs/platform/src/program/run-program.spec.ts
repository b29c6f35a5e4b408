import { EventEmitter } from 'node:events';
import { VoxkeepError } from '@voxkeep/contracts';
import { diagnostics } from '../diagnostics/diagnostics.js';
import { keptLog } from '../diagnostics/kept-log.fixture.js';
import { runProgram } from './run-program.js';

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  readonly exited = new Promise<void>((resolve) => this.once('exited', resolve));

  exit(code: number): void {
    this.exits.push(code);
    this.emit('exited');
  }
}

describe('a program', () => {
  let log: string[];
  beforeEach(() => (log = keptLog()));
  afterEach(() => {
    diagnostics.replace(undefined);
  });
  const events = () => log.map((line) => (JSON.parse(line) as { event: string }).event);

  it('ends in order when it is asked to', async () => {
    const running = { close: jest.fn(() => Promise.resolve()) };
    const fake = new FakeProcess();
    await runProgram('worker', () => Promise.resolve(running), fake);
    fake.emit('SIGTERM');
    fake.emit('SIGINT');
    await fake.exited;
    expect([running.close.mock.calls.length, fake.exits, events()]).toEqual([1, [0], ['program.started', 'program.stopped']]);
  });

  it('ends with 78 when a new attempt would be refused as well', async () => {
    const fake = new FakeProcess();
    await runProgram('worker', () => Promise.reject(new VoxkeepError('schema.newer', { database: 'operative' })), fake);
    expect([fake.exits, events()]).toEqual([[78], ['program.failed']]);
  });

  it('ends with 1 after a surprise, without its text', async () => {
    const fake = new FakeProcess();
    await runProgram('worker', () => Promise.resolve({ close: () => Promise.resolve() }), fake);
    fake.emit('uncaughtException', new Error('Anna Smith'));
    expect(fake.exits).toEqual([1]);
    expect(log.join()).not.toContain('Anna');
  });

  it('goes on after a rejection that nobody waited for, tells it without its text and counts it', async () => {
    const fake = new FakeProcess();
    await runProgram('recorder', () => Promise.resolve({ close: () => Promise.resolve() }), fake);
    fake.emit('unhandledRejection', new Error('Anna Smith'));
    fake.emit('unhandledRejection', new Error('Anna Smith'));
    expect(fake.exits).toEqual([]);
    const told = log.map((line) => JSON.parse(line) as { event: string; count?: number });
    expect(told.map(({ event, count }) => [event, count])).toEqual([
      ['program.started', undefined],
      ['program.rejection-unheard', 1],
      ['program.rejection-unheard', 2],
    ]);
    expect(log.join()).not.toContain('Anna');
  });
});
