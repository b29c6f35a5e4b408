import { Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { apiPath, callForFile } from '../api/client.ts';
import { saveFile } from '../ui/csv.ts';
import { Refused } from '../ui/states.tsx';

/** A file of the server: its path, the name it is saved under, and the label of its button. */
export interface OfferedFile {
  readonly path: string;
  readonly name: string;
  readonly label: string;
}

/** SHA-256 of a file, in hex, made by the browser: nothing but the file itself is believed. */
export async function fingerprintOf(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** Buttons that save files, and the fingerprint of the last one saved; a refusal is told in place. */
export function ReportFiles({ files, onSaved }: { readonly files: readonly OfferedFile[]; readonly onSaved?: () => void }) {
  const { t } = useTranslation('report');
  const save = useMutation({
    mutationFn: async ({ path, name }: OfferedFile) => {
      const file = await callForFile('data-protection', path);
      saveFile(name, file);
      return { name, fingerprint: await fingerprintOf(file) };
    },
    ...(onSaved !== undefined && { onSuccess: onSaved }),
  });
  return (
    <Stack gap="sm">
      <Group>
        {files.map((file) => (
          <Button
            key={file.path}
            component="a"
            variant="default"
            href={apiPath('data-protection', file.path)}
            loading={save.isPending && save.variables.path === file.path}
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={(event) => {
              event.preventDefault();
              save.mutate(file);
            }}
          >
            {file.label}
          </Button>
        ))}
      </Group>
      <Refused error={save.error} />
      {save.data && (
        <div role="status">
          <Text size="sm">{t('block.fingerprint', { name: save.data.name })}</Text>
          <Code style={{ overflowWrap: 'anywhere' }}>{save.data.fingerprint}</Code>
        </div>
      )}
    </Stack>
  );
}
