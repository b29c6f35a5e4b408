import type { Format } from '../ui/format.ts';

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/;

/** A held value as a person reads it: instants in the form of the page's language, all else as it is held. */
export function readable(value: string, format: Pick<Format, 'dateTime'>): string {
  return instant.test(value) ? format.dateTime(value) : value;
}
