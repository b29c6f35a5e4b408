/** A stretch of words that two texts share, or that only one of them has. */
export interface DiffPart {
  readonly kind: 'same' | 'removed' | 'inserted';
  readonly text: string;
}

/**
 * What became of one text in another, word by word: the longest common subsequence, so that as little as possible is marked. Texts are
 * wordings of at most 4,000 characters.
 */
export function diffWords(older: string, newer: string): readonly DiffPart[] {
  const before = wordsOf(older);
  const after = wordsOf(newer);
  const common = commonLengths(before, after);
  const parts: DiffPart[] = [];
  let [at, to] = [0, 0];
  while (at < before.length || to < after.length) {
    const kind = stepAt({ before, after, common }, at, to);
    append(parts, kind, (kind === 'inserted' ? after[to] : before[at]) ?? '');
    if (kind !== 'inserted') at += 1;
    if (kind !== 'removed') to += 1;
  }
  return parts;
}

interface Compared {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly common: readonly (readonly number[])[];
}

function stepAt({ before, after, common }: Compared, at: number, to: number): DiffPart['kind'] {
  if (at < before.length && before[at] === after[to]) return 'same';
  if (to >= after.length) return 'removed';
  if (at >= before.length) return 'inserted';
  return (common[at + 1]?.[to] ?? 0) >= (common[at]?.[to + 1] ?? 0) ? 'removed' : 'inserted';
}

/** Words with the blanks after them. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\S+\s*/g) ?? [];
}

/** `[i][j]`: how many words the rest of both from there on have in common, in order. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let at = before.length - 1; at >= 0; at -= 1)
    for (let to = after.length - 1; to >= 0; to -= 1) {
      const [row, below] = [lengths[at] ?? [], lengths[at + 1] ?? []];
      row[to] = before[at] === after[to] ? (below[to + 1] ?? 0) + 1 : Math.max(below[to] ?? 0, row[to + 1] ?? 0);
    }
  return lengths;
}

function append(parts: DiffPart[], kind: DiffPart['kind'], word: string): void {
  const last = parts.at(-1);
  if (last?.kind === kind) parts[parts.length - 1] = { kind, text: last.text + word };
  else parts.push({ kind, text: word });
}
