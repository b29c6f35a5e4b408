/** Files of a language (`./audit.json`) by the name of their area. */
export function byArea(files: Readonly<Record<string, object>>): Readonly<Record<string, object>> {
  return Object.fromEntries(Object.entries(files).map(([file, texts]) => [file.replace(/^\.\/|\.json$/g, ''), texts]));
}
