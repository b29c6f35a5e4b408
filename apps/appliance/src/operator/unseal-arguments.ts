import path from 'node:path';
import { parseArgs } from 'node:util';
import { VoxkeepError } from '@voxkeep/contracts';
import { projectRoot } from '../places.js';

/** What `voxkeep unseal` and `voxkeep keys change-passphrase` were given. */
export interface UnsealArguments {
  readonly dataDirectory: string;
  /** The last try before the token locks itself may be used. */
  readonly finalTry: boolean;
}

/** Reads the words after the command. Throws `unseal.arguments`. */
export function unsealArguments(args: readonly string[]): UnsealArguments {
  try {
    const options = { data: { type: 'string' }, 'final-try': { type: 'boolean', default: false } } as const;
    const { data, 'final-try': finalTry } = parseArgs({ args: [...args], options }).values;
    return { dataDirectory: path.resolve(data ?? path.join(projectRoot, 'var')), finalTry };
  } catch {
    throw new VoxkeepError('unseal.arguments');
  }
}
