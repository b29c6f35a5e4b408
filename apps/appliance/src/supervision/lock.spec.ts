import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { refusalOf } from '../refusal.fixture.js';
import { takeLock } from './lock.js';

describe('the lock of a data directory', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'voxkeep-lock-'));
    file = path.join(directory, 'appliance.lock');
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('is given back when released, and nothing stays', () => {
    takeLock(file)();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('refuses a second appliance with the pid of the first', () => {
    takeLock(file);
    expect(refusalOf(() => takeLock(file))).toMatchObject({ code: 'appliance.running', data: { pid: process.pid } });
  });

  it('is taken over from a process that is gone', async () => {
    const gone = spawn('true');
    await once(gone, 'exit');
    writeFileSync(file, `${gone.pid ?? 0} 12345\n`);
    takeLock(file)();
    expect(existsSync(file)).toBe(false);
  });

  it('is taken over when another process has got the same pid since', () => {
    writeFileSync(file, `${process.pid} 1\n`);
    expect(() => takeLock(file)).not.toThrow();
  });

  it('is not removed by whoever does not hold it any more', () => {
    const release = takeLock(file);
    writeFileSync(file, '1 1\n');
    release();
    expect(existsSync(file)).toBe(true);
  });
});
