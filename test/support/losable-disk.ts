import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.js';

/** Linux: EXT4_IOC_SHUTDOWN with EXT4_GOING_FLAGS_NOLOGFLUSH. Nothing that was not on its way to the device gets there any more. */
const goDown = `open(my $d, '<', $ARGV[0]) or die $!; my $f = pack('L', 2); ioctl($d, 0x8004587D, $f) or die $!;`;
const bytes = 4 * 2 ** 30;
const prefix = 'vk-disk-';

/** Whether this machine can lose what was not synced: root, loop devices, ext4, and perl for the one call that Node does not have. */
export const canLoseUnsynced = (): boolean =>
  process.getuid?.() === 0 && existsSync('/dev/loop-control') && ['mkfs.ext4', 'mount', 'perl'].every(isThere);

const isThere = (tool: string): boolean => spawnSync('which', [tool]).status === 0;

/**
 * A file system of its own in a file, which can be cut off as by a loss of power: whatever programs had written and not synced, and
 * the kernel had not brought to the device by itself, is gone, for all files at the same moment. A cache inside the device itself is not played.
 */
export class LosableDisk {
  private readonly place = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  private readonly image = join(this.place, 'image');
  readonly directory = join(this.place, 'mounted');

  constructor() {
    removeAbandoned();
    chmodSync(this.place, 0o711); // the database's account passes through; it would keep its files elsewhere otherwise
    mkdirSync(this.directory);
    writeFileSync(this.image, '');
    truncateSync(this.image, bytes);
    run('mkfs.ext4', '-q', '-F', this.image);
    this.mount();
  }

  /** From now on nothing reaches the disk. */
  cutPower(): void {
    run('perl', '-e', goDown, this.directory);
  }

  /** What the disk held at the cut, once every program that used it has ended. */
  async comeBack(): Promise<void> {
    await until('the disk is free', () => spawnSync('umount', [this.directory]).status === 0);
    this.mount();
  }

  async remove(): Promise<void> {
    await until('the disk is free', () => spawnSync('umount', [this.directory]).status === 0);
    rmSync(this.place, { recursive: true, force: true });
  }

  private mount(): void {
    run('mount', '-o', 'loop', this.image, this.directory);
  }
}

/** Disks of runs that were killed: the name holds the run's pid. One that a program still uses stays. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    if (existsSync(`/proc/${name.slice(prefix.length).split('-')[0] ?? ''}`)) continue;
    const place = join(tmpdir(), name);
    spawnSync('umount', [join(place, 'mounted')]);
    if (spawnSync('mountpoint', ['-q', join(place, 'mounted')]).status !== 0) rmSync(place, { recursive: true, force: true });
  }
}

function run(command: string, ...words: readonly string[]): void {
  const { status, stderr } = spawnSync(command, words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
}
