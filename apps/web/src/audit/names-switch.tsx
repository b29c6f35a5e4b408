import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Names } from './use-names.ts';

/** Opens the names of the accounts on the page; not there for who may not see users. */
export function NamesSwitch({ allowed, shown, show }: Names) {
  const { t } = useTranslation('audit');
  if (!allowed) return null;
  return (
    <Switch
      className="no-print"
      label={t('showNames')}
      description={t('showNamesHint')}
      checked={shown}
      onChange={(event) => {
        show(event.currentTarget.checked);
      }}
    />
  );
}
