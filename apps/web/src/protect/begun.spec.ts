import { readFileSync } from 'node:fs';
import path from 'node:path';
import { http, languages } from '@voxkeep/contracts';
import { stateWord, stepWord } from './begun';

interface Texts {
  readonly step: Readonly<Record<string, string>>;
  readonly cases: { readonly states: Readonly<Record<string, string>> };
}

function textsOf(language: string, area: string): Texts {
  return JSON.parse(readFileSync(path.resolve(__dirname, `../i18n/${language}/${area}.json`), 'utf8')) as Texts;
}

/** What is said of the work on a case of this kind: that it began, and that it goes on. */
function said(language: string, kind: (typeof http.caseKinds)[number]): readonly (string | undefined)[] {
  return [
    textsOf(language, 'words').step[stepWord(kind, 'executing')],
    textsOf(language, 'protect').cases.states[stateWord(kind, 'executing')],
  ];
}

describe.each(languages)('the work on a case, in %s', (language) => {
  const erasing = said(language, 'erasure');

  it.each(http.caseKinds.filter((kind) => kind !== 'erasure'))('is told of a case of kind %s, and not as an erasure', (kind) => {
    const words = said(language, kind);
    expect(words.every((word) => word !== undefined && word !== '')).toBe(true);
    expect(words.filter((word) => erasing.includes(word))).toEqual([]);
  });
});

describe('what is the same for every kind of case', () => {
  it('keeps its word', () => {
    expect([stepWord('report', 'closed'), stateWord('restriction', 'received')]).toEqual(['closed', 'received']);
  });
});
