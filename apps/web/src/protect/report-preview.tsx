import { Alert, SimpleGrid, Stack, Text } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { Fact } from '../ui/block.tsx';
import { useFormat } from '../ui/use-format.ts';

/** What a report would hold, in figures, and what to see to before it leaves the house. */
export function ReportPreview({ shown }: { readonly shown: http.ReportPreview }) {
  const { t } = useTranslation('report');
  const format = useFormat();
  const { summary } = shown;
  const name = shown.languages.find(({ code }) => code === shown.language)?.name ?? shown.language;
  const databases = t('preview.databases', { count: summary.databases });
  return (
    <Stack gap="sm" role="status" aria-label={t('preview.title')}>
      <Text fw={600} size="sm">
        {t('preview.title')}
      </Text>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Fact name={t('preview.found')}>{`${format.number(summary.records)}, ${databases}`}</Fact>
        <Fact name={t('preview.conversations')}>{format.number(summary.conversations)}</Fact>
        <Fact name={t('preview.recordings')}>{format.number(summary.recordings)}</Fact>
        <Fact name={t('preview.accesses')}>{format.number(summary.accesses)}</Fact>
        <Fact name={t('preview.withheld')}>{format.number(summary.withheld)}</Fact>
        <Fact name={t('preview.freeTexts')}>{format.number(shown.freeTexts)}</Fact>
        <Fact name={t('preview.excludedPoints')}>{format.number(shown.excludedPoints)}</Fact>
        <Fact name={t('preview.outstandingSystems')}>{format.number(shown.outstandingSystems)}</Fact>
        <Fact name={t('preview.written')}>{name}</Fact>
      </SimpleGrid>
      {shown.freeTexts > 0 && (
        <Alert color="yellow" variant="outline">
          {t('preview.readFirst')}
        </Alert>
      )}
      {shown.recordings !== 'held' && <Text size="sm">{t(`preview.noRecordings.${shown.recordings}`)}</Text>}
    </Stack>
  );
}
