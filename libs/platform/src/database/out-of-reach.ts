import { VoxkeepError } from '@voxkeep/contracts';
import { sqlRefusal } from './sql-error.js';

const connectionErrors = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

/** What the pool and the driver throw for want of a connection; they give these no code. */
const withoutConnection =
  /^(timeout exceeded when trying to connect|Connection terminated( unexpectedly| due to connection timeout)?)$/;

/**
 * Whether the keyring, the vault or a database cannot be reached: SQLSTATE classes 08, 53, 57P, the socket's own error, or no connection
 * in time.
 */
export function isOutOfReach(thrown: unknown): boolean {
  if (thrown instanceof VoxkeepError) return /^(keyring|vault)\.(unreachable|sealed|full)$/.test(thrown.code);
  const state = sqlRefusal(thrown)?.state;
  if (state !== undefined && /^(08|53|57P)/.test(state)) return true;
  if (thrown instanceof Error && withoutConnection.test(thrown.message)) return true;
  return connectionErrors.has(String((thrown as { code?: unknown } | null | undefined)?.code));
}
