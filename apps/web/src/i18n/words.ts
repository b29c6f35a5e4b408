/** Words for codes that the server may add to at any time, by group (`event`, `role`, `table` …). */
export type WordGroups = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** The word for a code, or the code itself with its separators opened when no word is known for it. */
export function wordFor(groups: WordGroups, group: string, code: string): string {
  const known = groups[group]?.[code];
  if (known !== undefined) return known;
  const opened = code.replace(/[-_.]+/g, ' ').trim();
  return opened.charAt(0).toUpperCase() + opened.slice(1);
}

/** The sentence for a refusal (`case.not-verified`), or undefined when none is written for its code. */
export function refusalFor(groups: WordGroups, code: string): string | undefined {
  const [group = '', ...rest] = code.split('.');
  return groups[group]?.[rest.join('.')];
}

/** The label of a field of the personal-data catalogue (`field.phone`); an unknown one reads as its last part. */
export function labelFor(labels: Readonly<Record<string, string>>, key: string): string {
  const name = key.replace(/^field\./, '');
  return labels[name] ?? wordFor({}, '', name);
}
