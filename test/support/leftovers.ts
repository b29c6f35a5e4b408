type End = () => unknown;

const left = new Set<End>();

/** Remembers how to end something that outlives a failed test. Answers what takes it off the list again. */
export function remember(end: End): () => void {
  left.add(end);
  return () => left.delete(end);
}

/** Ends what the tests of a file have left, the newest first; what cannot be ended does not keep the rest. */
export async function endLeftovers(): Promise<void> {
  for (const end of [...left].reverse()) {
    left.delete(end);
    try {
      await end();
    } catch {
      // The test that left it has failed already and says why.
    }
  }
}
