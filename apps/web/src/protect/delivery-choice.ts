import type { http } from '@voxkeep/contracts';

/** What goes into a package, as it is chosen on the page. An empty language is the person's own; recordings go by the case until chosen. */
export interface PackageChoice {
  readonly language: '' | (typeof packageLanguages)[number];
  readonly recordings: boolean | undefined;
}
export const packageLanguages = ['en', 'it', 'pl', 'ru', 'et'] as const;

/** The choice as the server takes it in a body. */
export function asOptions({ language, recordings }: PackageChoice): { language?: string; recordings?: boolean } {
  return { ...(language !== '' && { language }), ...(recordings !== undefined && { recordings }) };
}

/** The same as the query of a download, with its question mark. */
export function asQuery(choice: PackageChoice): string {
  const query = new URLSearchParams(Object.entries(asOptions(choice)).map(([name, value]) => [name, String(value)])).toString();
  return query === '' ? '' : `?${query}`;
}

/** What a case can hand over: a portability case gives the portable part and nothing else. */
export function contentsOf(kind: http.CaseDetail['kind']): readonly ('report' | 'portable')[] {
  return kind === 'portability' ? ['portable'] : ['report', 'portable'];
}
