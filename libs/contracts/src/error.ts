/** Data that an error may carry: declared, never personal, never a sentence. */
export type ErrorData = Readonly<Record<string, string | number | boolean>>;

/**
 * The one error class that crosses module borders. `code` is dotted (`consent.not-live`); `data` holds declared facts such as
 * a port or a row id, so that a reader gets the place and the remedy without a value leaking into the text.
 */
export class VoxkeepError extends Error {
  readonly code: string;
  readonly data: ErrorData;

  constructor(code: string, data: ErrorData = {}) {
    super(code);
    this.name = 'VoxkeepError';
    this.code = code;
    this.data = data;
  }
}

/** Narrow an unknown thrown value to a VoxkeepError with this code. */
export function isVoxkeepError(thrown: unknown, code?: string): thrown is VoxkeepError {
  return thrown instanceof VoxkeepError && (code === undefined || thrown.code === code);
}
