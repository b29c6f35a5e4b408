/** An emptied text field holds no value, not an empty one. */
export function orNull(text: string): string | null {
  return text.trim() === '' ? null : text;
}

/** A number field gives text while it is empty or half typed. */
export function orNullNumber(value: string | number): number | null {
  return typeof value === 'number' ? value : null;
}
