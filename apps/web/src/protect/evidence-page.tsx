import { Button, CopyButton, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { http, languages, type Language } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { ReportFiles } from './report-files.tsx';

/** What proves what was done: case files, answers to persons, the record of processing. */
export function EvidencePage() {
  const { t } = useTranslation('evidence');
  const [caseId, setCaseId] = useState('');
  return (
    <Page title={t('page.title')}>
      <CaseFile caseId={caseId} onChange={setCaseId} />
      <Templates caseId={caseId} />
      <Block title={t('links.title')}>
        <Text size="sm">{t('links.text')}</Text>
        <Group>
          <ButtonLink to="/protect/record-of-processing" variant="default">
            {t('links.record')}
          </ButtonLink>
          <ButtonLink to="/protect/data-map" variant="default">
            {t('links.dataMap')}
          </ButtonLink>
        </Group>
      </Block>
    </Page>
  );
}

function CaseFile({ caseId, onChange }: { readonly caseId: string; readonly onChange: (id: string) => void }) {
  const { t } = useTranslation('evidence');
  const cases = useQuery({
    queryKey: ['cases'],
    queryFn: ({ signal }) => call('data-protection', 'cases', z.array(http.caseRow), { signal }),
  });
  if (cases.isPending) return <Loading />;
  if (cases.isError) return <Failed error={cases.error} retry={() => void cases.refetch()} />;
  const chosen = cases.data.find(({ id }) => id === caseId);
  return (
    <Block title={t('caseFile.title')}>
      <Text size="sm" maw={720}>
        {t('caseFile.text')}
      </Text>
      {cases.data.length === 0 && <Text size="sm">{t('caseFile.none')}</Text>}
      <NativeSelect
        maw={360}
        label={t('caseFile.choose')}
        value={caseId}
        data={[{ value: '', label: '–' }, ...cases.data.map(({ id, number }) => ({ value: id, label: number }))]}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
      {chosen && (
        <ReportFiles
          files={[
            { path: `cases/${chosen.id}/case-file.zip`, name: `${chosen.number}-case-file.zip`, label: t('caseFile.download') },
          ]}
        />
      )}
    </Block>
  );
}

function Templates({ caseId }: { readonly caseId: string }) {
  const { t, i18n } = useTranslation('evidence');
  const { t: names } = useTranslation('catalogue');
  const [language, setLanguage] = useState<Language>(languages.find((one) => one === i18n.language) ?? 'en');
  const address = `answer-templates?language=${language}${caseId === '' ? '' : `&caseId=${caseId}`}`;
  const templates = useQuery({
    queryKey: ['answer-templates', language, caseId],
    queryFn: ({ signal }) => call('data-protection', address, http.answerTemplateList, { signal }),
  });
  return (
    <Block title={t('templates.title')}>
      <Text size="sm">{t('templates.text')}</Text>
      <NativeSelect
        maw={360}
        label={t('templates.language')}
        value={language}
        data={languages.map((value) => ({ value, label: names(`languages.${value}`) }))}
        onChange={(event) => {
          setLanguage(languages.find((one) => one === event.currentTarget.value) ?? 'en');
        }}
      />
      {templates.isPending && <Loading />}
      {templates.isError && <Failed error={templates.error} retry={() => void templates.refetch()} />}
      {templates.data?.map((template) => (
        <Template key={template.template} language={language} {...template} />
      ))}
    </Block>
  );
}

interface TemplateProps {
  readonly template: (typeof http.answerTemplates)[number];
  readonly subject: string;
  readonly text: string;
  readonly language: Language;
}

function Template({ template, subject, text, language }: TemplateProps) {
  const { t } = useTranslation('evidence');
  const name = t(`templates.names.${template}`);
  return (
    <Stack gap="xs" component="section" aria-label={name}>
      <Group justify="space-between">
        <Text fw={600}>{name}</Text>
        <CopyButton value={`${subject}\n\n${text}\n`}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              aria-label={t('freeze.of', { act: t('templates.copy'), number: name })}
              onClick={copy}
            >
              {t(copied ? 'templates.copied' : 'templates.copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <div lang={language}>
        <Text size="sm" fw={500}>
          {subject}
        </Text>
        <Text size="sm">{text}</Text>
      </div>
    </Stack>
  );
}
