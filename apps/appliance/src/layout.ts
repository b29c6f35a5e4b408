import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';

/** Where everything of one appliance lies. All paths are absolute. */
export interface Layout {
  readonly data: string;
  /** Unix sockets and process ids; short enough for `sun_path`. */
  readonly run: string;
  /** Sockets of the APIs, `<app>.sock`. */
  readonly sockets: string;
  /** Sockets of the keyring, one per client process. */
  readonly keyringSockets: string;
  readonly log: string;
  readonly secrets: string;
  readonly keys: string;
  readonly tls: string;
  readonly vault: string;
  /** The file that remembers which vault is the one of this site. */
  readonly vaultMark: string;
  readonly journal: string;
  readonly witness: string;
  readonly lock: string;
}

/** Linux: `sun_path` holds 108 bytes with the closing zero. */
const longestSocketPath = 107;
const longestSocketName = '/keyring/data-protection/data-protection.sock'.length;

/** Names the places below a data directory; creates nothing. */
export function layoutOf(dataDirectory: string): Layout {
  const at = (...parts: string[]): string => path.join(dataDirectory, ...parts);
  const run = runDirectory(dataDirectory);
  return {
    data: dataDirectory,
    run,
    sockets: path.join(run, 'api'),
    keyringSockets: path.join(run, 'keyring'),
    log: at('log'),
    secrets: at('secrets'),
    keys: at('keys'),
    tls: at('tls'),
    vault: at('vault'),
    vaultMark: at('vault-mark'),
    journal: at('journal'),
    witness: at('witness'),
    lock: at('appliance.lock'),
  };
}

/**
 * Makes the directories. Only the data and run directory may be passed through by the database's account; all others are the
 * owner's alone. Throws `directory.foreign` when the run directory belongs to someone else.
 */
export function makeDirectories(layout: Layout): void {
  for (const directory of [layout.data, layout.run]) {
    makePassable(directory);
    if (lstatSync(directory).uid !== process.getuid?.()) throw new VoxkeepError('directory.foreign', { directory });
    chmodSync(directory, 0o711);
  }
  const own = [
    layout.sockets,
    layout.keyringSockets,
    layout.log,
    layout.secrets,
    layout.keys,
    layout.tls,
    layout.vault,
    layout.journal,
    layout.witness,
  ];
  for (const directory of own) mkdirSync(directory, { recursive: true, mode: 0o700 });
}

/**
 * Makes a directory through which the database's account may pass, and the missing ones above it: a mode that is given when a folder
 * is made is cut by the umask. What was there before stays as it is.
 */
export function makePassable(directory: string): void {
  const uppermost = mkdirSync(directory, { recursive: true });
  if (uppermost === undefined) return;
  for (let made = directory; made.length >= uppermost.length; made = path.dirname(made)) chmodSync(made, 0o711);
}

function runDirectory(dataDirectory: string): string {
  const inside = path.join(dataDirectory, 'run');
  if (Buffer.byteLength(inside) + longestSocketName <= longestSocketPath) return inside;
  const name = `voxkeep-${createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12)}`;
  const base = process.getuid?.() === 0 ? '/run' : (process.env['XDG_RUNTIME_DIR'] ?? realpathSync(tmpdir()));
  return path.join(base, name);
}
