/** A moment as a person reads it, with its zone: `2026-11-22 02:13:05 EET`. */
export function timeIn(timeZone: string, iso: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(new Date(iso));
  const zone = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' })
    .formatToParts(new Date(iso))
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `${parts} ${zone ?? timeZone}`;
}
