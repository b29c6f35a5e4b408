import { Stack, Text, Title } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';

const offices = ['legal', 'data-protection', 'management', 'works-council'] as const;

/** What an erasure leaves, for which reason, until when and whom to ask about it. Nothing is drawn when nothing stays. */
export function Retained({ retained }: { readonly retained: http.ErasurePreview['retained'] }) {
  const { t } = useTranslation('erasure');
  const { t: protect } = useTranslation('protect');
  const { word } = useWords();
  const format = useFormat();
  if (retained.length === 0) return null;
  return (
    <Stack gap="sm">
      <Title order={3}>{t('retained.title')}</Title>
      <Text size="sm" maw={720}>
        {t('retained.text')}
      </Text>
      <Rows
        caption={t('retained.title')}
        head={[
          ...[protect('case.database'), protect('erasure.table'), protect('erasure.records')],
          ...[t('retained.reason'), t('retained.reference'), t('retained.until'), t('retained.ask')],
        ]}
        figures={[2]}
        minWidth={800}
        rows={retained.map(({ database, table, records, reason, reference, until, contactRole }) => [
          protect(`databases.${database}`),
          word('table', table),
          format.number(records),
          t(`retained.reasons.${reason}`),
          reason === 'review' ? word('because', reference) : reference,
          until === null ? t('retained.untilRelease') : format.date(until),
          office(contactRole),
        ])}
      />
    </Stack>
  );

  function office(role: string | null): string {
    const known = offices.find((one) => one === role);
    return known ? t(`contacts.${known}`) : '–';
  }
}
