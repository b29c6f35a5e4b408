import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatFor, type Format } from './format.ts';

/** The formats of the language that the page is in. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formatFor(i18n.language), [i18n.language]);
}
