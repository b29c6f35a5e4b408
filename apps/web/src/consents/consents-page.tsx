import { Group, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { KeysetPaging } from '../audit/keyset-paging.tsx';
import { usePages } from '../audit/use-pages.ts';
import { useWords } from '../i18n/use-words.ts';
import { useSession } from '../session/session.tsx';
import { fieldErrors, isToldAtFields } from '../ui/field-errors.ts';
import { ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { ConsentFilters } from './consent-filters.tsx';
import { ConsentRows } from './consent-rows.tsx';
import { searchBody, type LedgerQuery } from './ledger-query.ts';

/** The ledger: what each person said about being recorded. Searching it is on record, with the reason that is chosen first. */
export function ConsentsPage() {
  const { t } = useTranslation('consents');
  const { fault } = useWords();
  const { holds } = useSession();
  const [query, setQuery] = useState<LedgerQuery>();
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const { cursors, before, turnTo } = usePages(query ?? {});
  const found = useQuery({
    queryKey: ['consents', query, before],
    queryFn: ({ signal }) => {
      const body = { ...searchBody(query as LedgerQuery), ...(before !== undefined && { cursor: before }) };
      return call('operations', 'consents/search', http.consentPage, { method: 'POST', body, signal });
    },
    enabled: query !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const search = (next: LedgerQuery) => {
    setMissing(next.why ? {} : { statedPurpose: fault('required') });
    if (next.why) setQuery(next);
  };
  const rows = found.data?.items ?? [];
  return (
    <Page
      title={t('title')}
      action={
        <Group className="no-print" wrap="nowrap">
          <ButtonLink to="/protect/consents/many" variant="default">
            {t('many')}
          </ButtonLink>
          {holds('customer-consent', 'create') && <ButtonLink to="/protect/consents/new">{t('new')}</ButtonLink>}
        </Group>
      }
    >
      <Text size="sm" maw={720}>
        {t('text')}
      </Text>
      <ConsentFilters busy={found.isFetching} faults={{ ...fieldErrors(found.error, fault), ...missing }} onSearch={search} />
      {query === undefined && <Empty title={t('startTitle')} text={t('startText')} />}
      {query !== undefined && found.isPending && <Loading />}
      {found.isError && !isToldAtFields(found.error) && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <Empty title={t('emptyTitle')} text={t('emptyText')} />}
      {rows.length > 0 && (
        <Stack>
          <ConsentRows rows={rows} />
          <KeysetPaging cursors={cursors} next={found.data?.next} onTurn={turnTo} />
        </Stack>
      )}
    </Page>
  );
}
