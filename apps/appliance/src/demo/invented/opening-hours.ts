const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Calls of a day from Sunday to Saturday: weekdays are busier. */
const callsByWeekday = [34, 74, 67, 62, 58, 64, 39];

/** A day on which the site was open: epoch ms of its opening and closing, and how many calls came. */
export interface OpenDay {
  readonly opensMs: number;
  readonly closesMs: number;
  readonly calls: number;
}

/** The days before the day of `now`, oldest first, open from 8 to 18 o'clock in the time zone (IANA). */
export function openDays(now: Date, count: number, timeZone: string): readonly OpenDay[] {
  const today = startOfDay(now.getTime(), timeZone);
  return Array.from({ length: count }, (_, at) => {
    // Noon of the day before: also right where a day has 23 or 25 hours.
    const midnight = startOfDay(today - (count - at) * dayMs + 12 * hourMs, timeZone);
    const calls = callsByWeekday[new Date(midnight + offsetMs(midnight, timeZone)).getUTCDay()] ?? 0;
    return { opensMs: midnight + 8 * hourMs, closesMs: midnight + 18 * hourMs, calls };
  });
}

function startOfDay(ms: number, timeZone: string): number {
  const local = ms + offsetMs(ms, timeZone);
  return local - (local % dayMs) - offsetMs(ms, timeZone);
}

/** How far a time zone is ahead of UTC at a moment. */
function offsetMs(ms: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
