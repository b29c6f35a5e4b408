const marked = 'sha256:';

/** The fingerprint that stands as the result of a step, a document that was downloaded; null where the result is a word. */
export function fingerprintIn(result: string): string | null {
  return result.startsWith(marked) ? result.slice(marked.length) : null;
}
