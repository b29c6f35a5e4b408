import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Empty, Failed, Loading, Refused } from '../ui/states.tsx';

const queryKey = ['identity-proposals'];

/** What may be one person, side by side with the reason: put together or refused, and nothing by itself. */
export function IdentityPage() {
  const { t } = useTranslation('identity');
  const queries = useQueryClient();
  const found = useQuery({
    queryKey,
    queryFn: ({ signal }) => call('data-protection', 'identity/proposals', http.proposalPage, { signal }),
    gcTime: 0,
  });
  const gather = useMutation({
    mutationFn: () => call('data-protection', 'identity/proposals', http.gatherAnswer, { method: 'POST', body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
  });
  const action = (
    <Button
      loading={gather.isPending}
      onClick={() => {
        gather.mutate();
      }}
    >
      {t('proposals.gather')}
    </Button>
  );
  return (
    <Page title={t('proposals.title')} action={action}>
      <Text size="sm">{t('proposals.text')}</Text>
      <Refused error={gather.error} />
      <Text size="sm" role="status">
        {gather.data ? gathered(gather.data.proposed) : ''}
      </Text>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data?.items.length === 0 && <Empty title={t('proposals.emptyTitle')} text={t('proposals.emptyText')} />}
      {found.data && found.data.items.length > 0 && (
        <>
          <Text size="sm">{t('proposals.open', { count: found.data.open })}</Text>
          <Proposals items={found.data.items} />
        </>
      )}
    </Page>
  );

  function gathered(count: number): string {
    return count === 0 ? t('proposals.gatheredNone') : t('proposals.gathered', { count });
  }
}

function Proposals({ items }: { readonly items: readonly http.ProposalRow[] }) {
  const { t } = useTranslation('identity');
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: ({ id, decision }: { readonly id: string; readonly decision: 'accept' | 'refuse' }) =>
      call('data-protection', `identity/proposals/${id}`, z.undefined(), { method: 'POST', body: { decision } }),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  return (
    <Stack>
      <Refused error={decide.error} />
      <Rows
        caption={t('proposals.title')}
        head={(['kind', 'left', 'right', 'point', 'reason', 'confidence', 'decision'] as const).map((column) =>
          t(`proposals.${column}`),
        )}
        figures={[5]}
        minWidth={960}
        rows={items.map((one) => [
          t(`proposals.kinds.${one.kind}`),
          <Side key="left" side={one.left} />,
          <Side key="right" side={one.right} />,
          one.contactPoint
            ? `${one.contactPoint.value ?? t('proposals.unnamed')} · ${t('proposals.persons', { count: one.contactPoint.persons })}`
            : '–',
          one.reasons.map((reason) => t(`proposals.reasons.${reason}`)).join(', '),
          `${String(one.confidence)} %`,
          <Group key="decision" gap="xs" wrap="nowrap">
            {(['accept', 'refuse'] as const).map((decision) => (
              <Button
                key={decision}
                size="compact-sm"
                variant={decision === 'accept' ? 'filled' : 'default'}
                disabled={decide.isPending}
                aria-label={[nameOf(decision, one.kind), one.left?.fullName, one.right?.fullName].filter(Boolean).join(' · ')}
                onClick={() => {
                  decide.mutate({ id: one.id, decision });
                }}
              >
                {nameOf(decision, one.kind)}
              </Button>
            ))}
          </Group>,
        ])}
      />
    </Stack>
  );

  function nameOf(decision: 'accept' | 'refuse', kind: http.ProposalRow['kind']): string {
    return decision === 'accept' ? t(`proposals.accept.${kind}`) : t('proposals.refuse');
  }
}

function Side({ side }: { readonly side: http.ProposalRow['left'] }) {
  const { t } = useTranslation('identity');
  if (!side) return <span>–</span>;
  return (
    <Stack gap={0}>
      <Text size="sm">{side.fullName ?? t('proposals.unnamed')}</Text>
      <Text size="xs" c="dimmed">
        {t('proposals.points', { count: side.points })}
      </Text>
    </Stack>
  );
}
