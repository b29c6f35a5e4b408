import { readFileSync } from 'node:fs';
import path from 'node:path';
import { auditActs, languages } from '@voxkeep/contracts';
import { builtInTexts } from '../../apps/data-protection/src/report/texts/built-in';

type Sentences = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

/** The sentences of the pages for acts, in one language. */
function sentencesOf(language: string): Sentences {
  const file = path.resolve(__dirname, `../../apps/web/src/i18n/${language}/audit.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly acts: Sentences }).acts;
}

/** No act is written that is not declared: the type of an audit entry sees to that. */
describe.each(languages)('the acts of the audit log in %s', (language) => {
  const sentences = Object.entries(sentencesOf(language)).flatMap(([group, acts = {}]) =>
    Object.entries(acts).map(([act, said]) => [`${group}.${act}`, said] as const),
  );

  it('each have a sentence for whoever reads the log, and no other code has', () => {
    expect(auditActs.length).toBeGreaterThan(250);
    expect(sentences.map(([code]) => code).sort()).toEqual([...auditActs].sort());
  });

  it('are told in a report with the same sentences', () => {
    const codes = builtInTexts.find((texts) => texts.language === language)?.codes ?? {};
    const told = Object.entries(codes).filter(([code]) => code.startsWith('action.'));
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(sentences.map(([code, said]) => [`action.${code}`, said])));
  });
});
