import { VoxkeepError } from '@voxkeep/contracts';
import { sqlRefusal } from './sql-error.js';

const connectionErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

/** Whether the keyring, the vault or a database cannot be reached: SQLSTATE classes 08, 53, 57P, or the socket's own error. */
export function isOutOfReach(thrown: unknown): boolean {
  if (thrown instanceof VoxkeepError) return /^(keyring|vault)\.(unreachable|sealed|full)$/.test(thrown.code);
  const state = sqlRefusal(thrown)?.state;
  if (state !== undefined && /^(08|53|57P)/.test(state)) return true;
  return connectionErrors.has(String((thrown as { code?: unknown } | null | undefined)?.code));
}
