import { Button, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { apiPath, call, callForFile } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { saveFile } from '../ui/csv.ts';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';
import { ReportFiles } from './report-files.tsx';
import { productLanguages, queryOf, ReportOptions, type ReportChoice } from './report-options.tsx';
import { ReportPreview } from './report-preview.tsx';

type CaseDocument = http.CaseDetail['documents'][number];
const names = {
  'report.pdf': 'report.pdf',
  'report.json': 'report.json',
  'certificate.json': 'report.certificate',
  'certificate.pdf': 'report.certificatePdf',
} as const;

/** Chooses what a report holds, shows it in figures, builds it, and saves it with its fingerprint. */
export function ReportBlock({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('report');
  const say = useSay();
  const queries = useQueryClient();
  const [choice, setChoice] = useState<ReportChoice>({ language: '', recordings: undefined, redact: 'none' });
  const path = `cases/${shown.id}`;
  const refresh = () => queries.invalidateQueries({ queryKey: ['case', shown.id] });
  const preview = useMutation({
    mutationFn: () => call('data-protection', `${path}/report/preview${queryOf(choice)}`, http.reportPreview),
  });
  const build = useMutation({
    mutationFn: () => call('data-protection', `${path}/report${queryOf(choice)}`, z.unknown(), { method: 'POST', body: {} }),
    onSuccess: async () => {
      await refresh();
      say(t('block.built'));
    },
  });
  const built = shown.documents.includes('report.pdf');
  return (
    <Block title={t('block.title')}>
      <Text size="sm" maw={720}>
        {t('block.text')}
      </Text>
      <ReportOptions
        shown={shown}
        choice={choice}
        languages={preview.data?.languages ?? productLanguages}
        onChange={(next) => {
          setChoice(next);
          preview.reset();
        }}
      />
      <Refused error={preview.error ?? build.error} />
      {preview.data && <ReportPreview shown={preview.data} />}
      <Group>
        <Button
          variant="default"
          loading={preview.isPending}
          onClick={() => {
            preview.mutate();
          }}
        >
          {t('block.preview')}
        </Button>
        <Button
          variant={built ? 'default' : 'filled'}
          loading={build.isPending}
          onClick={() => {
            build.mutate();
          }}
        >
          {t(built ? 'block.rebuild' : 'block.build')}
        </Button>
      </Group>
      {built && (
        <ReportFiles
          onSaved={() => void refresh()}
          files={[
            { path: `${path}/report.pdf${queryOf(choice)}`, name: `${shown.number}-report.pdf`, label: t('block.pdf') },
            { path: `${path}/report.json${queryOf(choice)}`, name: `${shown.number}-report.json`, label: t('block.json') },
          ]}
        />
      )}
      {built && (
        <Text size="xs" c="dimmed">
          {t('block.fingerprintHint')}
        </Text>
      )}
    </Block>
  );
}

/** The documents that the server can make of a case. They are saved under the number of the case; a refusal is told in place. */
export function Documents({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('protect');
  const save = useMutation({
    mutationFn: async (document: CaseDocument) => {
      saveFile(`${shown.number}-${document}`, await callForFile('data-protection', `cases/${shown.id}/${document}`));
    },
  });
  return (
    <>
      {shown.documents.map((document) => (
        <Button
          key={document}
          component="a"
          href={apiPath('data-protection', `cases/${shown.id}/${document}`)}
          loading={save.isPending && save.variables === document}
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={(event) => {
            event.preventDefault();
            save.mutate(document);
          }}
        >
          {t(names[document])}
        </Button>
      ))}
      <Refused error={save.error} />
    </>
  );
}
