import { Button, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';

/** With whom a person was put together, and the way to take them apart again. Not shown for a person who stands alone. */
export function LinksBlock({ personId }: { readonly personId: string }) {
  const { t } = useTranslation('identity');
  const format = useFormat();
  const queries = useQueryClient();
  const queryKey = ['person-links', personId];
  const found = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      call('data-protection', `identity/persons/${personId}/links`, z.array(http.personLinkRow), { signal }),
  });
  const end = useMutation({
    mutationFn: (id: string) => call('data-protection', `identity/links/${id}`, z.undefined(), { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
  if (!found.data || found.data.length === 0) return null;
  return (
    <Block title={t('links.title')}>
      <Text size="sm">{t('links.text')}</Text>
      <Refused error={end.error} />
      <Rows
        caption={t('links.title')}
        head={[t('links.type'), t('links.entry'), t('links.from'), t('links.to')]}
        minWidth={560}
        rows={found.data.map(({ id, otherId, type, fromAt, toAt }) => [
          t(`links.types.${type}`),
          otherId.slice(0, 8),
          format.dateTime(fromAt),
          toAt ? (
            t('links.ended', { at: format.dateTime(toAt) })
          ) : (
            <Button
              key="end"
              size="compact-sm"
              variant="default"
              aria-label={`${t('links.end')} ${otherId.slice(0, 8)}`}
              loading={end.isPending && end.variables === id}
              onClick={() => {
                end.mutate(id);
              }}
            >
              {t('links.end')}
            </Button>
          ),
        ])}
      />
    </Block>
  );
}
