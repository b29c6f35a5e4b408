import { Alert, Button, Center, Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/client.ts';

/** The page waits for its first data. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <Center mih={200} role="status" aria-label={t('state.loading')}>
      <Loader size="sm" />
    </Center>
  );
}

/** What could not be loaded, and the way on. "Not yours" and "not there" read the same, as the server answers them. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof ApiProblem ? error : undefined;
  if (problem?.status === 404) return <Empty title={t('state.notFoundTitle')} text={t('state.notFoundText')} />;
  if (problem?.status === 403) return <Empty title={t('state.noRightTitle')} text={t('state.noRightText')} />;
  return (
    <Alert role="alert" color="red" variant="outline" title={t('state.errorTitle')}>
      <Stack align="flex-start">
        <Text size="sm">{t('state.errorText', { code: problem?.code ?? 'unreadable' })}</Text>
        <Button variant="default" onClick={retry}>{t('state.retry')}</Button>
      </Stack>
    </Alert>
  );
}

/** Nothing to show: says why and what to do about it. */
export function Empty({ title, text, children }: { readonly title: string; readonly text: string; readonly children?: ReactNode }) {
  return (
    <Center mih={200}>
      <Stack align="center" gap="sm" maw={460} ta="center">
        <Title order={2}>{title}</Title>
        <Text size="sm" c="dimmed">{text}</Text>
        {children}
      </Stack>
    </Center>
  );
}
