import { Button, FileInput, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Refused } from '../ui/states.tsx';
import { ImportFigures } from './import-figures.tsx';

const mostBytes = 10 * 1024 * 1024;

/** Checks a file and takes it over; a large one goes on behind the page, which asks how far it is. */
export function ImportBlock() {
  const { t } = useTranslation('consents');
  const [file, setFile] = useState<File | null>(null);
  const [encoding, setEncoding] = useState<string | null>(null);
  const { upload, checked, result, error } = useImport(encoding);
  const tooLarge = file !== null && file.size > mostBytes;
  const unfit = !file || tooLarge;
  const send = (dryRun: boolean) => {
    if (file && !tooLarge) upload.mutate({ list: file, dryRun });
  };
  return (
    <Block title={t('acts.importTitle')}>
      <Text size="sm" maw={720}>
        {t('acts.importText')}
      </Text>
      <Group align="flex-start">
        <FileInput
          label={t('acts.file')}
          placeholder={t('acts.choose')}
          accept=".csv,text/csv"
          w={320}
          value={file}
          error={tooLarge && t('acts.tooLarge')}
          onChange={(chosen) => {
            setFile(chosen);
            upload.reset();
          }}
        />
        <Select
          label={t('acts.encoding')}
          placeholder={t('acts.guess')}
          clearable
          w={180}
          value={encoding}
          data={[...http.consentFileEncodings]}
          onChange={setEncoding}
        />
        <Button
          variant="default"
          mt="var(--beside-label)"
          disabled={unfit}
          loading={upload.isPending}
          onClick={() => {
            send(true);
          }}
        >
          {t('acts.check')}
        </Button>
        <Button
          mt="var(--beside-label)"
          disabled={unfit || !checked}
          loading={upload.isPending}
          onClick={() => {
            send(false);
          }}
        >
          {t('acts.take')}
        </Button>
      </Group>
      <Stack aria-live="polite">
        <Refused error={error} />
        {result && <ImportFigures result={result} />}
      </Stack>
    </Block>
  );
}

/** Sends the file, and asks how far it is while it is taken over. `checked`: rows were found that can be taken over. */
function useImport(encoding: string | null) {
  const upload = useMutation({
    mutationFn: ({ list, dryRun }: { readonly list: File; readonly dryRun: boolean }) => {
      const body = new FormData();
      body.append('dryRun', String(dryRun));
      if (encoding) body.append('encoding', encoding);
      body.append('file', list);
      return call('operations', 'consent-imports', http.consentImport, { method: 'POST', body });
    },
  });
  const started = upload.data;
  const progress = useQuery({
    queryKey: ['consent-import', started?.id],
    queryFn: ({ signal }) => call('operations', `consent-imports/${started?.id ?? ''}`, http.consentImport, { signal }),
    enabled: started?.state === 'running',
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'running' ? 1000 : false),
  });
  const result = started?.state === 'running' ? (progress.data ?? started) : started;
  const checked = started?.state === 'checked' && started.accepted > 0;
  return { upload, checked, result, error: upload.error ?? progress.error };
}
