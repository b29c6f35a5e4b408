import { Button, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { useSession } from '../session/session.tsx';

/** One step of the way in. */
export function Step({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Voxkeep`;
  }, [title]);
  return (
    <Stack gap="lg">
      <Title order={1}>{title}</Title>
      {text && <Text size="sm">{text}</Text>}
      {children}
    </Stack>
  );
}

/** Gives up a sign-in that has begun. */
export function Leave() {
  const { t } = useTranslation();
  const { renew } = useSession();
  const leave = useMutation({
    mutationFn: () => call('configurator', 'sign-out', z.unknown(), { method: 'POST', body: {} }),
    onSettled: renew,
  });
  return (
    <Button
      variant="subtle"
      loading={leave.isPending}
      onClick={() => {
        leave.mutate();
      }}
    >
      {t('signIn.cancel')}
    </Button>
  );
}
