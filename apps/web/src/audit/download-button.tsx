import { Button, Stack, type ButtonProps } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { callForFile } from '../api/client.ts';
import { saveFile } from '../ui/csv.ts';
import { Refused } from '../ui/states.tsx';

interface DownloadButtonProps {
  /** Path of the configurator's API. */
  readonly path: string;
  readonly file: string;
  readonly label?: string;
  readonly size?: ButtonProps['size'];
  readonly children: string;
}

/** Fetches a document and hands it to the browser; a refusal is told in its place. */
export function DownloadButton({ path, file, label, size = 'sm', children }: DownloadButtonProps) {
  const fetched = useMutation({
    mutationFn: () => callForFile('configurator', path),
    onSuccess: (content) => {
      saveFile(file, content);
    },
  });
  return (
    <Stack gap="xs">
      <Button
        variant="default"
        size={size}
        loading={fetched.isPending}
        leftSection={<IconDownload size={16} aria-hidden />}
        {...(label !== undefined && { 'aria-label': label })}
        onClick={() => {
          fetched.mutate();
        }}
      >
        {children}
      </Button>
      <Refused error={fetched.error} />
    </Stack>
  );
}
