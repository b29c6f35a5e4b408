import { List, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';

/** The page is left open beside an SBC that is being set up. */
const askAgainMs = 10_000;

/** Calls of a trunk that were refused, and what was odd about the others, each with what to change. */
export function TrunkNotices({ id }: { readonly id: string }) {
  const { t } = useTranslation('configure');
  const notices = useQuery({
    queryKey: ['trunk-notices', id],
    queryFn: ({ signal }) => call('operations', `trunks/${id}/notices`, z.array(http.trunkNotice), { signal }),
    refetchInterval: askAgainMs,
  });
  return (
    <Block title={t('trunks.notices.title')}>
      {notices.isPending && <Loading />}
      {notices.isError && <Failed error={notices.error} retry={() => void notices.refetch()} />}
      {notices.data?.length === 0 && <Text size="sm">{t('trunks.notices.none')}</Text>}
      {notices.data && notices.data.length > 0 && (
        <List size="sm" spacing="sm">
          {notices.data.map((noticed) => (
            <Noticed key={noticed.notice} noticed={noticed} />
          ))}
        </List>
      )}
    </Block>
  );
}

function Noticed({ noticed: { notice, times, firstAt, lastAt } }: { readonly noticed: http.TrunkNotice }) {
  const { t } = useTranslation('configure');
  const format = useFormat();
  return (
    <List.Item>
      <Text size="sm" fw={500}>
        {t(`trunks.notices.what.${notice}`, { times: format.number(times) })}
      </Text>
      <Text size="sm">{t(`trunks.notices.todo.${notice}`)}</Text>
      <Text size="sm" c="dimmed">
        {t('trunks.refused.times', { since: format.dateTime(firstAt), last: format.dateTime(lastAt) })}
      </Text>
    </List.Item>
  );
}
