/** What the address of the report holds: two days (ISO, local) and how contacts are grouped. */
export interface Period {
  readonly from?: string;
  readonly to?: string;
  readonly by?: 'queue' | 'day';
}

const day = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the period out of the address; what does not parse is left out. */
export function readPeriod(search: Readonly<Record<string, unknown>>): Period {
  const { from, to, by } = search;
  return {
    ...(typeof from === 'string' && day.test(from) ? { from } : {}),
    ...(typeof to === 'string' && day.test(to) ? { to } : {}),
    ...(by === 'queue' || by === 'day' ? { by } : {}),
  };
}

/** The period to ask for: the seven days that end today where nothing was chosen. */
export function fullPeriod(chosen: Period, today: Date): Required<Period> {
  const to = chosen.to ?? isoDay(today);
  const [year = 1970, month = 1, date = 1] = to.split('-').map(Number);
  return { from: chosen.from ?? isoDay(new Date(year, month - 1, date - 6)), to, by: chosen.by ?? 'queue' };
}

function isoDay(time: Date): string {
  return [time.getFullYear(), time.getMonth() + 1, time.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
