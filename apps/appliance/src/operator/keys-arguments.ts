import path from 'node:path';
import { parseArgs } from 'node:util';
import { VoxkeepError } from '@voxkeep/contracts';
import { projectRoot } from '../places.js';

/** What a `voxkeep keys …` command was given. `olderThanDays` is 0 unless told: every key made until now. */
export interface KeysArguments {
  readonly dataDirectory: string;
  readonly ownerClass: string;
  readonly olderThanDays: number;
}

/** Reads the words after the command. Throws `keys.arguments`. */
export function keysArguments(args: readonly string[]): KeysArguments {
  const { data, class: ownerClass = '', 'older-than': olderThan = '0' } = read(args);
  if (!/^\d{1,5}$/.test(olderThan)) throw new VoxkeepError('keys.arguments');
  return { dataDirectory: path.resolve(data ?? path.join(projectRoot, 'var')), ownerClass, olderThanDays: Number(olderThan) };
}

function read(args: readonly string[]): {
  data?: string | undefined;
  class?: string | undefined;
  'older-than'?: string | undefined;
} {
  try {
    const options = { data: { type: 'string' }, class: { type: 'string' }, 'older-than': { type: 'string' } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch {
    throw new VoxkeepError('keys.arguments');
  }
}
