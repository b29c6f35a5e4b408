import { parseArgs } from 'node:util';
import { VoxkeepError } from '@voxkeep/contracts';

const text = { type: 'string' } as const;
const options = { data: text, most: text, since: text, key: text, earlier: text };

/** Reads the words after `voxkeep audit …`. Throws `audit.arguments` for an option that there is not. */
export function readAuditWords(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch {
    throw new VoxkeepError('audit.arguments');
  }
}
