import { useTranslation } from 'react-i18next';
import texts from '../i18n/en/registers.json';

type ItemName = keyof typeof texts.items;

/** Title and explanation of the items of the compliance register; one that has no text yet shows by its name. */
export function useItemTexts() {
  const { t } = useTranslation('registers');
  const known = (id: string): ItemName | undefined => (Object.keys(texts.items) as ItemName[]).find((name) => name === id);
  const say = (id: string, part: 'title' | 'text') => {
    const name = known(id);
    return name === undefined ? id : t(`items.${name}.${part}`);
  };
  return { titleOf: (id: string) => say(id, 'title'), textOf: (id: string) => say(id, 'text') };
}
