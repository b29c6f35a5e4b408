import { resolve } from 'node:path';
import { VoxkeepError } from '@voxkeep/contracts';
import { sqlRefusal } from '../database/sql-error.js';

/** What a log may know of an error. */
export interface ErrorDescription {
  readonly class: string;
  readonly code?: string;
  readonly sqlState?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly data?: Readonly<Record<string, string | number | boolean>>;
  readonly frames: readonly string[];
  readonly cause?: ErrorDescription;
}

const root = resolve(__dirname, '../../../..');
const mostFrames = 12;
const deepestCause = 3;
/** Errors of starting up speak of settings, columns and files of the program, so their texts may be shown to the operator. */
const aboutTheProgram = /^(settings|schema|catalogue|migration|route|socket|diagnostics)\./;

/**
 * Describes anything thrown by an allow-list. Never message, detail, parameters or query: they quote the data that was refused
 * (PostgreSQL's `detail` holds the row, TypeORM's error the statement with its parameters).
 */
export function describeError(thrown: unknown, depth = 1): ErrorDescription {
  if (!(thrown instanceof Error)) return { class: `thrown ${typeof thrown}`, frames: [] };
  const refusal = sqlRefusal(thrown);
  const code = identifier((thrown as { code?: unknown }).code);
  const cause = thrown.cause !== undefined && depth < deepestCause ? describeError(thrown.cause, depth + 1) : undefined;
  return {
    class: identifier(thrown.constructor.name) ?? 'Error',
    ...(refusal ? sqlFields(refusal) : code !== undefined && { code }),
    ...(thrown instanceof VoxkeepError && declaredData(thrown)),
    frames: framesOf(thrown),
    ...(cause && { cause }),
  };
}

function sqlFields(
  refusal: NonNullable<ReturnType<typeof sqlRefusal>>,
): Pick<ErrorDescription, 'sqlState' | 'constraint' | 'table'> {
  const constraint = identifier(refusal.constraint);
  const table = identifier(refusal.table);
  return { sqlState: refusal.state, ...(constraint !== undefined && { constraint }), ...(table !== undefined && { table }) };
}

function declaredData(error: VoxkeepError): Pick<ErrorDescription, 'data'> {
  const texts = aboutTheProgram.test(error.code);
  const shown = Object.entries(error.data).filter(([, value]) => typeof value !== 'string' || texts);
  return shown.length === 0 ? {} : { data: Object.fromEntries(shown) };
}

/** File and line of each frame. The message is cut off first, since its own lines could pass for frames. */
function framesOf(error: Error): readonly string[] {
  const stack = error.stack ?? '';
  const from = error.message === '' ? 0 : stack.indexOf(error.message) + error.message.length;
  const lines = stack
    .slice(Math.max(from, 0))
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return lines.flatMap(frameOf).slice(0, mostFrames);
}

function frameOf(line: string): readonly string[] {
  const [, path, row] = /(?:\(|at )((?:file:\/\/)?\/[\w@./+-]+|node:[\w/]+):(\d+):\d+\)?$/.exec(line) ?? [];
  if (path === undefined || row === undefined) return [];
  return [`${path.replace(/^file:\/\//, '').replace(`${root}/`, '')}:${row}`];
}

function identifier(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z_][\w.-]{0,80}$/.test(value) ? value : undefined;
}
