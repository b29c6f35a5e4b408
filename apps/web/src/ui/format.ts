/** Times, durations and numbers in the language of the page. */
export interface Format {
  /** A day and a time with the zone they are meant in. */
  readonly dateTime: (iso: string) => string;
  /** The same to the second. */
  readonly moment: (iso: string) => string;
  readonly time: (iso: string) => string;
  /** A day of the calendar (`2026-11-22`), or an instant as the day it falls on here. Other text stays as it is. */
  readonly date: (iso: string) => string;
  readonly number: (value: number) => string;
}

const calendarDay = /^\d{4}-\d{2}-\d{2}$/;

/** Formats for a language tag (BCP 47) and an optional IANA time zone; the browser's zone otherwise. */
export function formatFor(page: string, timeZone?: string): Format {
  // Texts in English are read all over Europe: day before month, and 24 hours.
  const language = page === 'en' ? 'en-GB' : page;
  const zone = timeZone ? { timeZone } : {};
  // As a report writes it, so that a page and a document can be laid side by side: whoever reads one knows the zone of both.
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const;
  const dateTime = new Intl.DateTimeFormat(language, { ...day, ...clock, ...zone });
  const moment = new Intl.DateTimeFormat(language, { ...day, ...clock, second: '2-digit', ...zone });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium', ...zone });
  const localDate = new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...zone });
  const wholeDay = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const number = new Intl.NumberFormat(language);
  const orAsIs = (format: Intl.DateTimeFormat, text: string) =>
    Number.isNaN(Date.parse(text)) ? text : format.format(new Date(text));
  return {
    dateTime: (iso) => orAsIs(dateTime, iso),
    moment: (iso) => orAsIs(moment, iso),
    time: (iso) => orAsIs(time, iso),
    date: (iso) => orAsIs(calendarDay.test(iso) ? wholeDay : localDate, iso),
    number: (value) => number.format(value),
  };
}

/** Milliseconds as `m:ss`, or `h:mm:ss` from an hour on. Negative durations read as zero. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0 ? `${String(hours)}:${two(minutes)}:${two(seconds % 60)}` : `${String(minutes)}:${two(seconds % 60)}`;
}
