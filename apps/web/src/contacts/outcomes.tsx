import { Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { Block } from '../ui/block.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';
import { toldFate } from './fate.ts';
import { outcomeOf } from './outcomes-told.ts';

/** The outcome of each part, why it is so, and what became of the audio, in sentences. While the call goes on there is none. */
export function Outcomes({ contact }: { readonly contact: http.ContactDetail }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  return (
    <Block title={t('detail.outcomes')}>
      {contact.outcomes.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t(`why.${outcomeOf(contact)}`)}
        </Text>
      ) : (
        <Rows
          caption={t('detail.outcomes')}
          head={[t('detail.part'), t('columns.outcome'), t('detail.cause'), t('detail.at')]}
          rows={contact.outcomes.map((told) => [
            t(`parts.${told.part}`),
            <Outcome key="outcome" outcome={told.outcome} removed={contact.audioRemoved && told.outcome === contact.outcome} />,
            said(told),
            format.dateTime(told.at),
          ])}
        />
      )}
    </Block>
  );

  function said(told: http.ContactDetail['outcomes'][number]): string {
    const { outcome, cause } = told;
    const fate = toldFate(told, contact.measures);
    return [
      t(`why.${outcome}`),
      ...(cause === null ? [] : [`${t(`causes.${cause}`)}.`]),
      ...(fate === undefined ? [] : [t(`fate.${fate}`)]),
    ].join(' ');
  }
}
