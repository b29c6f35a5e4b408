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

/** What is known of the mark of a page: what was answered, or that none came. */
interface Marked {
  readonly data: { readonly mark: string } | undefined;
  readonly isError: boolean;
}

/**
 * When the page itself is read. Each reading is put on record as a look at its customers, so it is read once, and again only under another
 * mark. Without a mark it is read once and follows nothing.
 */
export function readingOf(
  followed: Followed,
  { data, isError }: Marked,
): { readonly mark: string | null; readonly mayRead: boolean } {
  if (refreshOf(followed) === false) return { mark: null, mayRead: true };
  return { mark: data?.mark ?? null, mayRead: data !== undefined || isError };
}
