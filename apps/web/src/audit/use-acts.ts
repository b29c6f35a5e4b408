import { useTranslation } from 'react-i18next';
import { wordFor } from '../i18n/words.ts';
import { programOf, sentenceFor, shortReference, type Acts } from './acts.ts';

interface Explained {
  /** What was done, as a sentence. */
  readonly act: (action: string) => string;
  readonly purpose: (code: string) => string;
  readonly objectKind: (code: string) => string;
  readonly source: (name: string) => string;
  readonly actor: (actor: string, names: ReadonlyMap<string, string>) => string;
}

/** The words in which the audit trail explains an event, in the language of the page. */
export function useActs(): Explained {
  const { t, i18n } = useTranslation('audit');
  const bundle = (i18n.getResourceBundle(i18n.language, 'audit') ?? {}) as Record<string, Acts | undefined>;
  const common = (i18n.getResourceBundle(i18n.language, 'common') ?? {}) as { purpose?: { codes?: Record<string, string> } };
  const words = (bundle['words'] ?? {}) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return {
    act: (action) => sentenceFor(bundle['acts'] ?? {}, action),
    purpose: (code) => common.purpose?.codes?.[code] ?? wordFor(words, 'purpose', code),
    objectKind: (code) => wordFor(words, 'object', code),
    source: (name) => wordFor(words, 'source', name),
    actor: (actor, names) => {
      const program = programOf(actor);
      if (program !== undefined) return t('program', { name: wordFor(words, 'program', program) });
      return names.get(actor) ?? t('account', { reference: shortReference(actor) });
    },
  };
}
