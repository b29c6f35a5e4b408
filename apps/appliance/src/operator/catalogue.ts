import { runDataProtectionProgram } from './worker-program.js';

/** Prints the catalogue of personal data of a running appliance: JSON, a record of processing in a language, or DPV JSON-LD. */
export function printCatalogue(args: readonly string[]): Promise<number> {
  const { words, rest } = split(args);
  return runDataProtectionProgram('catalogue', { databases: ['configuration'], settings: ['site', 'report'] }, rest, words);
}

/** What the program is told (format, language) apart from what names the appliance. */
function split(args: readonly string[]): { readonly words: readonly string[]; readonly rest: readonly string[] } {
  const at = args.indexOf('--language');
  const language = at < 0 ? undefined : args[at + 1];
  const others = at < 0 ? args : args.filter((_word, place) => place !== at && place !== at + 1);
  const [format, ...rest] = others[0]?.startsWith('--') === false ? others : ['json', ...others];
  return { words: [format ?? 'json', ...(language === undefined ? [] : [language])], rest };
}
