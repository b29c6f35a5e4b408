import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import type { SecretOf } from '../../../../db/cluster/prepare-instance.js';

/**
 * Passwords of the database roles, one file each (0400), made at random on first use. They reach a program only through its own
 * environment. Throws `secret.damaged` for a file that is not one of ours.
 */
export function secretsIn(directory: string): SecretOf {
  return (name) => {
    const file = path.join(directory, name);
    if (!existsSync(file))
      writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o400, flag: 'wx', flush: true });
    const secret = readFileSync(file, 'utf8').trim();
    if (!/^[\w-]{43}$/.test(secret)) throw new VoxkeepError('secret.damaged', { file });
    return secret;
  };
}
