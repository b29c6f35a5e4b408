import { useTranslation } from 'react-i18next';
import type { areas } from './i18n.ts';
import { labelFor, refusalFor, wordFor, type WordGroups } from './words.ts';

type Group = keyof (typeof areas)['words'];

interface Words {
  readonly word: (group: Group, code: string) => string;
  readonly label: (key: string) => string;
  /** The sentence for a rule that a field broke. */
  readonly fault: (problem: string) => string;
  /** The sentence for why something was refused; undefined for a code without one. */
  readonly refusal: (code: string) => string | undefined;
}

/** Words of codes and labels in the language of the page. */
export function useWords(): Words {
  const { i18n } = useTranslation();
  const groups = (i18n.getResourceBundle(i18n.language, 'words') ?? {}) as WordGroups;
  const refusals = (i18n.getResourceBundle(i18n.language, 'refusals') ?? {}) as WordGroups;
  const fields = (i18n.getResourceBundle(i18n.language, 'fields') ?? {}) as { field?: Record<string, string> };
  return {
    word: (group, code) => wordFor(groups, group, code),
    label: (key) => labelFor(fields.field ?? {}, key),
    refusal: (code) => refusalFor(refusals, code),
    fault: (problem) => groups['problem']?.[problem] ?? wordFor(groups, 'problem', 'invalid'),
  };
}
