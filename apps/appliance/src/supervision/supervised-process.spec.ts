import { once } from 'node:events';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { BackOff } from './back-off.js';
import { LogFile } from './log-file.js';
import { SupervisedProcess, type ProcessPlan } from './supervised-process.js';

const plan = (script: string, more: Partial<ProcessPlan> = {}): ProcessPlan => ({
  name: 'program',
  command: process.execPath,
  args: ['-e', script],
  environment: {},
  directory: '/',
  stopSignal: 'SIGTERM',
  patienceMs: 5000,
  tied: false,
  finalCodes: [78],
  onLine: () => undefined,
  ...more,
});

describe('a supervised program', () => {
  it('hands on what it says, line by line', async () => {
    const said = new EventEmitter();
    const program = new SupervisedProcess(
      plan(`console.log('one'); console.error('two'); setInterval(() => 0, 1000)`, { onLine: (line) => said.emit(line) }),
    );
    program.start();
    await Promise.all([once(said, 'one'), once(said, 'two')]);
    await program.stop();
  });

  it('is started again when it ends by itself', async () => {
    const events = new EventEmitter();
    const program = new SupervisedProcess(plan('process.exit(1)'), { started: (pid) => events.emit('started', pid) });
    const first = once(events, 'started');
    program.start();
    const [pid] = (await first) as [number];
    const [next] = (await once(events, 'started')) as [number];
    expect(next).not.toBe(pid);
    expect(program.restarts).toBe(1);
    await program.stop();
  });

  it('is left alone after an exit code that says it will never run here', async () => {
    const events = new EventEmitter();
    const program = new SupervisedProcess(plan('process.exit(78)'), { ended: (ended) => events.emit('ended', ended) });
    const ended = once(events, 'ended');
    program.start();
    expect(await ended).toEqual([{ code: 78, final: true }]);
    expect([program.pid, program.restarts]).toEqual([undefined, 0]);
  });

  // It takes a right that root has.
  const itAsRoot = process.getuid?.() === 0 ? it : it.skip;
  itAsRoot('goes before others when it is to, and no other does', async () => {
    for (const [first, niceness] of [[true, -10] as const, [false, getPriority()] as const]) {
      const program = new SupervisedProcess(plan('setInterval(() => 0, 1000)', { first }));
      program.start();
      expect(getPriority(program.pid ?? 0)).toBe(niceness);
      await program.stop();
    }
  });

  it('ends when told to, and stays ended', async () => {
    const program = new SupervisedProcess(plan('setInterval(() => 0, 1000)'));
    program.start();
    await program.stop();
    expect([program.pid, program.restarts]).toEqual([undefined, 0]);
  });

  it('is killed when it does not listen for too long', async () => {
    const said = new EventEmitter();
    const deaf = `process.on('SIGTERM', () => 0); console.log('up'); setInterval(() => 0, 1000)`;
    const program = new SupervisedProcess(plan(deaf, { patienceMs: 50, onLine: (line) => said.emit(line) }));
    program.start();
    await once(said, 'up');
    await program.stop();
    expect(program.pid).toBeUndefined();
  });
});

describe('the back-off', () => {
  it('doubles up to ten seconds and begins anew after a healthy minute', () => {
    const backOff = new BackOff();
    expect([0, 0, 0, 0, 0, 0, 0].map((ran) => backOff.next(ran))).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000]);
    expect(backOff.next(60_000)).toBe(200);
  });
});

describe('a log file', () => {
  it('is rotated by size and keeps only so many', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'voxkeep-log-'));
    const log = new LogFile(path.join(directory, 'x.log'), 20, 2);
    for (const line of ['one 456789', 'two 456789', 'three 6789', 'four 56789']) log.write(line);
    log.close();
    expect(readdirSync(directory).sort()).toEqual(['x.log', 'x.log.1', 'x.log.2']);
    expect(readFileSync(path.join(directory, 'x.log'), 'utf8')).toBe('four 56789\n');
    rmSync(directory, { recursive: true });
  });
});
