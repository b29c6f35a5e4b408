import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useWords } from '../i18n/use-words.ts';
import { Fact } from '../ui/block.tsx';
import { saveFile, toCsv } from '../ui/csv.ts';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';

/** What became of each row of a call list: counts, and line, column and reason of every row that was not understood. */
export function ImportResult({ result }: { readonly result: z.output<typeof http.importAnswer> }) {
  const { t } = useTranslation('work');
  const { word } = useWords();
  const format = useFormat();
  const download = () => {
    saveFile(
      'rejected-rows.csv',
      toCsv([['line', 'column', 'code'], ...result.rejected.map(({ line, column, code }) => [line, column, code])]),
    );
  };
  return (
    <Stack gap="sm">
      <Title order={3}>{t('outbound.result')}</Title>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Fact name={t('outbound.accepted')}>{format.number(result.accepted)}</Fact>
        <Fact name={t('outbound.duplicates')}>{format.number(result.duplicates)}</Fact>
        <Fact name={t('outbound.blocked')}>{format.number(result.blocked)}</Fact>
        <Fact name={t('outbound.rejected')}>{format.number(result.rejected.length)}</Fact>
      </SimpleGrid>
      {result.rejected.length === 0 ? (
        <Text size="sm">{t('outbound.rejectedNone')}</Text>
      ) : (
        <>
          <Rows
            caption={t('outbound.rejectedList')}
            head={[t('outbound.line'), t('outbound.column'), t('outbound.reason')]}
            rows={result.rejected.map(({ line, column, code }) => [format.number(line), column, word('importCode', code)])}
          />
          <Group>
            <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} onClick={download}>
              {t('outbound.downloadRejected')}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
