import { Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { outcomesIn } from './outcomes-told.ts';

/** What each word about recordings in the list means: why a call was recorded or was not, in a sentence. */
export function OutcomeLegend({ contacts }: { readonly contacts: readonly http.ContactRow[] }) {
  const { t } = useTranslation('contacts');
  return (
    <section aria-label={t('whyTitle')}>
      <Text size="sm" fw={600}>
        {t('whyTitle')}
      </Text>
      <dl className="legend">
        {outcomesIn(contacts).map((outcome) => (
          <div key={outcome}>
            <Text size="sm" fw={500} component="dt">
              {t(`outcomes.${outcome}`)}
            </Text>
            <Text size="sm" c="dimmed" component="dd">
              {outcome === 'withdrawn' ? `${t('why.withdrawn')} ${t('fate.asRuled')}` : t(`why.${outcome}`)}
            </Text>
          </div>
        ))}
      </dl>
    </section>
  );
}
