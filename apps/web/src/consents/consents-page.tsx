import { Group, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
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
import { emptyQuery, searchBody, type LedgerQuery } from './ledger-query.ts';

/** The ledger: what each person said about being recorded. Searching it is on record, with the reason that is chosen first. */
export function ConsentsPage() {
  const { t } = useTranslation('consents');
  const { fault } = useWords();
  const { holds } = useSession();
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const { query, setQuery, found, cursors, turnTo } = useLedger();
  const search = (next: LedgerQuery) => {
    setMissing(next.why ? {} : { statedPurpose: fault('required') });
    if (next.why) setQuery(next);
  };
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
      {found.data && <Found page={found.data} cursors={cursors} onTurn={turnTo} />}
    </Page>
  );
}

interface FoundProps {
  readonly page: z.output<typeof http.consentPage>;
  readonly cursors: readonly string[];
  readonly onTurn: (cursors: readonly string[]) => void;
}

function Found({ page: { items, next }, cursors, onTurn }: FoundProps) {
  const { t } = useTranslation('consents');
  if (items.length === 0) return <Empty title={t('emptyTitle')} text={t('emptyText')} />;
  return (
    <Stack>
      <ConsentRows rows={items} />
      <KeysetPaging cursors={cursors} next={next} onTurn={onTurn} />
    </Stack>
  );
}

/** What is looked for, page by page; nothing before a first search. What was found is not kept after the page is left. */
function useLedger() {
  const [query, setQuery] = useState<LedgerQuery>();
  const { cursors, before, turnTo } = usePages(query ?? {});
  const found = useQuery({
    queryKey: ['consents', query, before],
    queryFn: ({ signal }) => {
      const body = { ...searchBody(query ?? emptyQuery), ...(before !== undefined && { cursor: before }) };
      return call('operations', 'consents/search', http.consentPage, { method: 'POST', body, signal });
    },
    enabled: query !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  return { query, setQuery, found, cursors, turnTo };
}
