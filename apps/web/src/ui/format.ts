/** Times, durations and numbers in the language of the page. */
export interface Format {
  readonly dateTime: (iso: string) => string;
  readonly time: (iso: string) => string;
  readonly number: (value: number) => string;
  readonly percent: (share: number) => string;
}

/** Formats for a language tag (BCP 47) and an optional IANA time zone; the browser's zone otherwise. */
export function formatFor(language: string, timeZone?: string): Format {
  const zone = timeZone ? { timeZone } : {};
  const dateTime = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', ...zone });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium', ...zone });
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  return {
    dateTime: (iso) => dateTime.format(new Date(iso)),
    time: (iso) => time.format(new Date(iso)),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
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
