import { Button, Group, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { apiPath, call, callForFile } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { saveFile } from '../ui/csv.ts';
import { useSay } from '../ui/say.ts';
import { Refused } from '../ui/states.tsx';

type CaseDocument = http.CaseDetail['documents'][number];
const names = { 'report.pdf': 'report.pdf', 'report.json': 'report.json', 'certificate.json': 'report.certificate' } as const;

/** Builds the report of a case, and hands it over as PDF and JSON. */
export function ReportBlock({ shown }: { readonly shown: http.CaseDetail }) {
  const { t } = useTranslation('protect');
  const say = useSay();
  const queries = useQueryClient();
  const build = useMutation({
    mutationFn: () => call('data-protection', `cases/${shown.id}/report`, z.unknown(), { method: 'POST', body: {} }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['case', shown.id] });
      say(t('report.built'));
    },
  });
  const built = shown.documents.length > 0;
  return (
    <Block title={t('report.title')}>
      <Text size="sm" maw={720}>
        {t('report.text')}
      </Text>
      <Refused error={build.error} />
      <Group>
        <Button
          variant={built ? 'default' : 'filled'}
          loading={build.isPending}
          onClick={() => {
            build.mutate();
          }}
        >
          {t(built ? 'report.rebuild' : 'report.build')}
        </Button>
        <Documents shown={shown} />
      </Group>
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
