interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/**
 * Merges the pages of two stores that were asked with the same cursor into one page, newest id first. A contact that is just
 * moving lies in both: the first store's row counts. `next` is there when either store has more or something was cut off.
 */
export function mergePages<T extends { readonly id: string }>(first: Page<T>, second: Page<T>, limit: number): Page<T> {
  const here = new Set(first.items.map(({ id }) => id));
  const all = [...first.items, ...second.items.filter(({ id }) => !here.has(id))].sort((a, b) => (a.id < b.id ? 1 : -1));
  const items = all.slice(0, limit);
  const last = items.at(-1);
  const more = all.length > limit || first.next !== undefined || second.next !== undefined;
  return more && last !== undefined ? { items, next: last.id } : { items };
}
