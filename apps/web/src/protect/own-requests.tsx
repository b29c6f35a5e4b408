import { Alert, Button, Group, Text } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';

const queryKey = ['own-requests'];

/** Stands on every page while a request in one's own name waits for one's word; nothing otherwise. */
export function OwnRequests() {
  const found = useQuery({
    queryKey,
    queryFn: ({ signal }) => call('data-protection', 'own-requests', http.ownRequests, { signal }),
    gcTime: 0,
    retry: false,
  });
  return found.data?.map((request) => <Question key={request.id} request={request} />) ?? null;
}

function Question({ request: { id, number, kind, openedAt } }: { readonly request: http.OwnRequest }) {
  const { t } = useTranslation('identity');
  const { t: protect } = useTranslation('protect');
  const format = useFormat();
  const queries = useQueryClient();
  const confirm = useMutation({
    mutationFn: (asked: boolean) =>
      call('data-protection', `own-requests/${id}/confirmation`, z.undefined(), { method: 'POST', body: { asked } }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
  return (
    <Alert
      role="status"
      color="yellow"
      variant="outline"
      mb="lg"
      icon={<IconUserQuestion size={18} aria-hidden />}
      title={t('own.title', { number })}
    >
      <Text size="sm" mb="sm">
        {t('own.text', { kind: protect(`cases.kinds.${kind}`), at: format.dateTime(openedAt) })}
      </Text>
      <Refused error={confirm.error} />
      <Group gap="sm">
        {([true, false] as const).map((asked) => (
          <Button
            key={String(asked)}
            size="compact-md"
            variant={asked ? 'filled' : 'default'}
            loading={confirm.isPending && confirm.variables === asked}
            disabled={confirm.isPending}
            onClick={() => {
              confirm.mutate(asked);
            }}
          >
            {t(asked ? 'own.yes' : 'own.no')}
          </Button>
        ))}
      </Group>
    </Alert>
  );
}
