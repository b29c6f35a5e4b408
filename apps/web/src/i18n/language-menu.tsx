import { Menu, Select } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { languages, type Language } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { speak } from './i18n.ts';

/** Each language in its own words. */
const names: Readonly<Record<Language, string>> = {
  en: 'English',
  it: 'Italiano',
  pl: 'Polski',
  ru: 'Русский',
  et: 'Eesti',
};

/** The languages as items of the account's menu; the choice is kept with the account. */
export function LanguageItems() {
  const { t, i18n } = useTranslation();
  const keep = useMutation({
    mutationFn: (language: Language) =>
      call('configurator', 'session/language', z.unknown(), { method: 'PUT', body: { language } }),
  });
  return (
    <>
      <Menu.Label>{t('account.language')}</Menu.Label>
      {languages.map((language) => (
        <Menu.Item
          key={language}
          lang={language}
          role="menuitemradio"
          aria-checked={i18n.language === language}
          rightSection={i18n.language === language ? <IconCheck size={14} aria-hidden /> : undefined}
          onClick={() => {
            void speak(language);
            keep.mutate(language);
          }}
        >
          {names[language]}
        </Menu.Item>
      ))}
    </>
  );
}

/** The choice before anybody is signed in; it lasts as long as the page. */
export function LanguageChoice() {
  const { t, i18n } = useTranslation();
  return (
    <Select
      label={t('account.language')}
      size="xs"
      data={languages.map((value) => ({ value, label: names[value] }))}
      value={i18n.language}
      allowDeselect={false}
      onChange={(value) => {
        const chosen = languages.find((language) => language === value);
        if (chosen) void speak(chosen);
      }}
    />
  );
}
