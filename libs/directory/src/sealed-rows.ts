import { sealedTransformer } from '@voxkeep/personal-data';

/** Wraps the named columns of a row into `Sealed`; the envelopes are not opened here, nobody in this library can. */
export function withSealed<T extends object>(row: object, columns: readonly (keyof T)[]): T {
  const stored = { ...row } as Record<keyof T, unknown>;
  for (const column of columns) stored[column] = sealedTransformer.from(stored[column] as Buffer | null);
  return stored as T;
}
