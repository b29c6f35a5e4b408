import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { http, languages, type Language } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiPath, call } from '../api/client.ts';
import { Block, Fact } from '../ui/block.tsx';
import { Page } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

/** The record of processing activities (GDPR Art. 30), read off the catalogue, in one of the languages. */
export function RecordPage() {
  const { t } = useTranslation('catalogue');
  const { i18n } = useTranslation();
  const [language, setLanguage] = useState<Language>(languages.find((one) => one === i18n.language) ?? 'en');
  const record = useQuery({
    queryKey: ['record-of-processing', language],
    queryFn: ({ signal }) =>
      call('data-protection', `catalogue/record?language=${language}`, http.recordOfProcessing, { signal }),
  });
  const download = (
    <Button component="a" variant="default" href={apiPath('data-protection', 'catalogue/record.jsonld')} download>
      {t('record.download')}
    </Button>
  );
  return (
    <Page title={t('record.title')} action={download}>
      <Group align="end">
        <Select
          label={t('record.language')}
          data={languages.map((value) => ({ value, label: t(`languages.${value}`) }))}
          value={language}
          allowDeselect={false}
          onChange={(value) => {
            const chosen = languages.find((one) => one === value);
            if (chosen) setLanguage(chosen);
          }}
        />
        <Text size="sm" c="dimmed">
          {t('record.about')}
        </Text>
      </Group>
      {record.isPending && <Loading />}
      {record.isError && <Failed error={record.error} retry={() => void record.refetch()} />}
      {record.data && <Record record={record.data} />}
    </Page>
  );
}

function Record({ record }: { readonly record: http.RecordOfProcessing }) {
  return (
    <Stack lang={record.language}>
      <Block title={record.title}>
        {record.parties.map(({ name, value }) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
      </Block>
      {record.activities.map(({ code, title, rows }) => (
        <Block key={code} title={title}>
          {rows.map(({ name, values }) => (
            <Fact key={name} name={name}>
              {values.join('; ') || '—'}
            </Fact>
          ))}
        </Block>
      ))}
      <Block title={record.measures.title}>
        <ul>
          {record.measures.list.map((measure) => (
            <li key={measure}>
              <Text size="sm">{measure}</Text>
            </li>
          ))}
        </ul>
      </Block>
    </Stack>
  );
}
