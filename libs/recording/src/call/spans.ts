/** From a moment of the call to a later one, in milliseconds. */
export type Span = readonly [from: number, to: number];

/** Something is turned on or off. */
export interface Turn {
  readonly atMs: number;
  readonly on: boolean;
}

/** The spans between turning on and off, in order and beside each other; one that stays on ends at `endMs`. */
export function spansOf(turns: readonly Turn[], endMs: number): readonly Span[] {
  const spans: Span[] = [];
  let from: number | undefined;
  for (const { atMs, on } of [...turns, { atMs: endMs, on: false }]) {
    if (on) from ??= atMs;
    else if (from !== undefined) {
      spans.push([from, Math.max(from, atMs)]);
      from = undefined;
    }
  }
  return disjoint(spans);
}

/** Where both were, of spans in order and beside each other: one walk over both. */
export function crossed(one: readonly Span[], other: readonly Span[]): readonly Span[] {
  const both: Span[] = [];
  for (let [n, m] = [0, 0]; n < one.length && m < other.length;) {
    const [[from, to], [start, end]] = [one[n] as Span, other[m] as Span];
    const [later, earlier] = [Math.max(from, start), Math.min(to, end)];
    if (later < earlier) both.push([later, earlier]);
    if (to < end) n += 1;
    else m += 1;
  }
  return both;
}

/** The last of things in order of `fromMs` that begins at a moment or before it; the first one where none does. */
export function lastUntil<T extends { readonly fromMs: number }>(ordered: readonly T[], ms: number): T | undefined {
  let [low, high] = [0, ordered.length];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((ordered[middle] as T).fromMs <= ms) low = middle;
    else high = middle;
  }
  return ordered[low];
}

/** A later span begins where the one before it ends. */
function disjoint(spans: readonly Span[]): readonly Span[] {
  let until = -Infinity;
  return [...spans]
    .sort(([a], [b]) => a - b)
    .map(([from, to]): Span => {
      const start = Math.max(from, until);
      until = Math.max(until, to);
      return [start, Math.max(start, to)];
    });
}
