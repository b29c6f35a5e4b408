/** So often is asked, while somebody looks at the newest page, whether it has changed. */
export const refreshEveryMs = 15_000;

interface Followed {
  readonly phone: string;
  readonly cursor: string | undefined;
}

/** Whether the list follows calls that begin and end: its newest page does, and neither a search for a number nor an older page. */
export function refreshOf({ phone, cursor }: Followed): number | false {
  return phone === '' && cursor === undefined ? refreshEveryMs : false;
}

interface Marked {
  readonly mark: string;
}

/**
 * How the mark of a page is followed: the answer with the page brings its first one, and later ones are asked for. Each reading of the page
 * is put on record as a look at its customers, so it is read anew only under another mark. Without a page nothing is followed.
 */
export function followOf(followed: Followed, page: Marked | undefined) {
  const refetchInterval = refreshOf(followed);
  return {
    enabled: refetchInterval !== false && page !== undefined,
    ...(page !== undefined && { initialData: { mark: page.mark } }),
    staleTime: Infinity,
    // A tab in the background asks for nothing.
    refetchInterval,
  };
}

/** Whether a page is to be read anew: its mark is another by now. */
export function isBehind(page: Marked | undefined, now: Marked | undefined): boolean {
  return page !== undefined && now !== undefined && page.mark !== now.mark;
}
