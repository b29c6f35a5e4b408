import path from 'node:path';
import { parseArgs } from 'node:util';
import { VoxkeepError } from '@voxkeep/contracts';

/** What `npm start -- …` was asked for. */
export interface Arguments {
  readonly demo: boolean;
  /** Port of the web pages; without it, the setting (8443) holds. */
  readonly port?: number;
  /** Absolute path of the data directory. */
  readonly dataDirectory: string;
}

/** Reads the command line. Throws `arguments.unknown` or `arguments.port`. The default directory is `var` in the project. */
export function parseArguments(argv: readonly string[], projectRoot: string): Arguments {
  const { demo, port, data } = read(argv);
  const dataDirectory = path.resolve(data ?? path.join(projectRoot, 'var'));
  if (port === undefined) return { demo, dataDirectory };
  const number = Number(port);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) throw new VoxkeepError('arguments.port');
  return { demo, dataDirectory, port: number };
}

function read(argv: readonly string[]): { demo: boolean; port?: string | undefined; data?: string | undefined } {
  try {
    const options = { demo: { type: 'boolean', default: false }, port: { type: 'string' }, data: { type: 'string' } } as const;
    return parseArgs({ args: [...argv], options }).values;
  } catch {
    throw new VoxkeepError('arguments.unknown');
  }
}
