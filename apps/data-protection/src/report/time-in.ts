/** Making one takes longer than a thousand uses of it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** A moment as a person reads it in a language, to the second and with its zone: `22 Nov 2026, 02:13:05 EET`. */
export function formatMoment(language: string, timeZone: string, iso: string): string {
  return formatterOf(language, timeZone).format(new Date(iso));
}

/** Only the time of day of a moment; with its zone unless that is the one of the moment beside it. */
export function formatTime(language: string, timeZone: string, iso: string, beside: string): string {
  const [time, other] = [iso, beside].map((one) => formatterOf(language, timeZone, false).formatToParts(new Date(one)));
  const zoneOf = (parts: readonly Intl.DateTimeFormatPart[] = []) => parts.find(({ type }) => type === 'timeZoneName')?.value;
  const same = zoneOf(time) === zoneOf(other);
  const shown = same ? time?.filter(({ type }) => type !== 'timeZoneName') : time;
  return (shown ?? [])
    .map(({ value }) => value)
    .join('')
    .trim();
}

/** The day of a moment in a time zone, `2026-11-22`. */
export function dayOf(timeZone: string, iso: string): string {
  const key = `day ${timeZone}`;
  const known = formatters.get(key) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  formatters.set(key, known);
  return known.format(new Date(iso));
}

/** English is written as in Europe: the day before the month. */
export function localeOf(language: string): string {
  return language === 'en' ? 'en-GB' : language;
}

/** Seconds as `h:mm:ss`, or `m:ss` below an hour. */
export function formatDuration(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), Math.round(seconds % 60)];
  const two = (n: number) => String(n).padStart(2, '0');
  return h > 0 ? `${String(h)}:${two(m)}:${two(s)}` : `${String(m)}:${two(s)}`;
}

function formatterOf(language: string, timeZone: string, date = true): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${String(date)}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(localeOf(language), {
    timeZone,
    ...(date && { day: 'numeric', month: 'short', year: 'numeric' }),
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  });
  formatters.set(key, made);
  return made;
}
