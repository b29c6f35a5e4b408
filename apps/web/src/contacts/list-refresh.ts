/** So often the list is asked for again while somebody looks at its newest page; each reading is put on record, so not more often. */
export const refreshEveryMs = 15_000;

/** Whether the list follows calls that begin and end: its newest page does, and neither a search for a number nor an older page. */
export function refreshOf({ phone, cursor }: { readonly phone: string; readonly cursor: string | undefined }): number | false {
  return phone === '' && cursor === undefined ? refreshEveryMs : false;
}
