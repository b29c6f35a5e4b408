import { useState } from 'react';

interface Pages {
  /** Where the pages began that were turned to. */
  readonly cursors: readonly string[];
  readonly before: string | undefined;
  readonly turnTo: (cursors: readonly string[]) => void;
}

/** The place in a list that is read page by page; other filters begin at its first page. */
export function usePages(filters: object): Pages {
  const of = JSON.stringify(filters);
  const [place, setPlace] = useState<{ readonly of: string; readonly cursors: readonly string[] }>({ of, cursors: [] });
  const cursors = place.of === of ? place.cursors : [];
  return {
    cursors,
    before: cursors.at(-1),
    turnTo: (next) => {
      setPlace({ of, cursors: next });
    },
  };
}
