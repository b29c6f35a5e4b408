import type { http } from '@voxkeep/contracts';

/** How many records the first run under this rehearsal removes: what the approver types. */
export function recordsDue({ lines }: Pick<http.Rehearsal, 'lines'>): number {
  return lines.reduce((sum, { due }) => sum + due, 0);
}

const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Octets in the unit that reads best, in the language of the page: `1.2 MB`. */
export function size(octets: number, language: string): string {
  const step = Math.min(steps.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(octets, 1)) / 3)));
  const unit = steps[step] ?? 'byte';
  const value = octets / 1000 ** step;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value);
}
