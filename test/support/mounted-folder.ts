import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.js';

/** A file system of its own in memory, which the kernel can make read-only, as it does with a disk that fails. */
export class MountedFolder {
  readonly directory = mkdtempSync(join(tmpdir(), 'vk-mounted-'));

  /** Throws what `mount` says where it is not let: it takes root, and a container that allows it. */
  constructor() {
    try {
      mount('-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', this.directory);
    } catch (refusal) {
      rmSync(this.directory, { recursive: true });
      throw refusal;
    }
  }

  /** Why this machine mounts nothing; `undefined`: it does. */
  static whyNot(): string | undefined {
    try {
      const { directory } = new MountedFolder();
      spawnSync('umount', [directory]);
      rmSync(directory, { recursive: true });
      return undefined;
    } catch (refusal) {
      return String(refusal);
    }
  }

  /** From now on, or no more. The kernel refuses the former while a file is open for writing. */
  makeReadOnly(isReadOnly: boolean): void {
    mount('-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, this.directory);
  }

  async remove(): Promise<void> {
    await until('nobody uses the folder', () => spawnSync('umount', [this.directory]).status === 0);
    rmSync(this.directory, { recursive: true });
  }
}

function mount(...words: readonly string[]): void {
  const { status, stderr, error } = spawnSync('mount', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mount: ${error?.message ?? stderr}`);
}
