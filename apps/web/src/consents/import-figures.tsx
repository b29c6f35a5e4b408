import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { Fact } from '../ui/block.tsx';
import { saveFile, toCsv } from '../ui/csv.ts';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';

/** Faults that the page lists; all of them are in the file to download. */
const mostShown = 100;

/** What becomes of each row of a file: counts, and where and why a row was not understood. Never a value. */
export function ImportFigures({ result }: { readonly result: http.ConsentImport }) {
  const { t } = useTranslation('consents');
  const { word } = useWords();
  const format = useFormat();
  const { rejected } = result;
  return (
    <Stack gap="sm">
      <Title order={3}>{t('acts.result')}</Title>
      <Text size="sm">{t(`acts.states.${result.state}`)}</Text>
      <SimpleGrid cols={{ base: 2, md: 5 }}>
        <Fact name={t('acts.rows')}>{format.number(result.rows)}</Fact>
        <Fact name={t(result.dryRun ? 'acts.wouldAccept' : 'acts.accepted')}>{format.number(result.accepted)}</Fact>
        <Fact name={t('acts.known')}>{format.number(result.known)}</Fact>
        <Fact name={t('acts.rejected')}>{format.number(rejected.length)}</Fact>
        <Fact name={t('acts.readAs')}>{result.encoding}</Fact>
      </SimpleGrid>
      {rejected.length > 0 && (
        <>
          <Rows
            caption={t('acts.faults')}
            head={[t('acts.line'), t('acts.column'), t('acts.reason')]}
            rows={rejected
              .slice(0, mostShown)
              .map(({ line, column, code }) => [format.number(line), column, word('importCode', code)])}
          />
          <Group>
            <Button
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => {
                const rows = rejected.map(({ line, column, code }) => [line, column, code]);
                saveFile('rejected-rows.csv', toCsv([['line', 'column', 'code'], ...rows]));
              }}
            >
              {t('acts.downloadFaults')}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}
