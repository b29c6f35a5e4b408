/** A moment as an input of type `datetime-local` holds it, in the zone of the browser: `2026-11-22T06:15`. */
export function localOf(moment: Date): string {
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** ISO 8601 of such an input; null for an empty one. */
export function isoOf(local: string): string | null {
  return local === '' ? null : new Date(local).toISOString();
}
