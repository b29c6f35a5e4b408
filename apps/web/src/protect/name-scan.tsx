import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Failed, Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { FoundPersons } from './found-persons.tsx';

const followEveryMs = 1000;

/** A look at all names, followed until it is done, with its results page by page. */
export function NameScan({ id }: { readonly id: string }) {
  const { t } = useTranslation('identity');
  const [from, setFrom] = useState(0);
  const scan = useQuery({
    queryKey: ['scan', id, from],
    queryFn: ({ signal }) => call('data-protection', `find/scans/${id}?from=${String(from)}`, http.scanView, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? followEveryMs : false),
    gcTime: 0,
  });
  const cancel = useMutation({
    mutationFn: () => call('data-protection', `find/scans/${id}`, z.undefined(), { method: 'DELETE' }),
    onSuccess: () => scan.refetch(),
  });
  if (scan.isError) return <Failed error={scan.error} retry={() => void scan.refetch()} />;
  if (!scan.data) return null;
  const { state, next, answer } = scan.data;
  return (
    <Stack>
      {state === 'running' && (
        <Running
          scan={scan.data}
          onCancel={() => {
            cancel.mutate();
          }}
        />
      )}
      <Refused error={cancel.error} />
      {state === 'cancelled' && <Text role="status">{t('scan.cancelled')}</Text>}
      {state === 'failed' && <Text role="alert">{t('scan.failed')}</Text>}
      {answer && <FoundPersons key={from} answer={answer} />}
      {next !== null && (
        <Group>
          <Button
            variant="default"
            onClick={() => {
              setFrom(next);
            }}
          >
            {t('scan.more')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Running({ scan, onCancel }: { readonly scan: z.output<typeof http.scanView>; readonly onCancel: () => void }) {
  const { t } = useTranslation('identity');
  const format = useFormat();
  const { looked, total, hits } = scan;
  return (
    <Block title={t('scan.title')}>
      <Progress value={total === 0 ? 0 : (100 * looked) / total} aria-label={t('scan.title')} />
      <Group justify="space-between">
        <Text size="sm" role="status">
          {t('scan.progress', { looked: format.number(looked), total: format.number(total) })} · {t('scan.hits', { count: hits })}
        </Text>
        <Button variant="default" onClick={onCancel}>
          {t('scan.cancel')}
        </Button>
      </Group>
    </Block>
  );
}
