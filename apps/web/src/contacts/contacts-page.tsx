import { Button, Group, Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { http } from '@voxkeep/contracts';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { useKept } from '../session/kept.ts';
import { fieldErrors } from '../ui/field-errors.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { ContactFilterRow } from './contact-filter-row.tsx';
import { ContactRows } from './contact-rows.tsx';
import { followOf, isBehind } from './list-refresh.ts';
import { OutcomeLegend } from './outcome-legend.tsx';
import { readFilters, toSearch } from './search-state.ts';

type ContactsFound = z.output<typeof http.contactPage>;

interface Place {
  readonly phone: string;
  /** The filters that the cursors belong to, as text. */
  readonly of: string;
  readonly cursors: readonly string[];
}

/** The contacts that the account may see, newest first, found by number, queue, outcome and time. */
export function ContactsPage() {
  const { t } = useTranslation('contacts');
  const { fault } = useWords();
  const filters = readFilters(useSearch({ strict: false }));
  const of = JSON.stringify(filters);
  const [place, setPlace] = useKept<Place>('contacts', { phone: '', of, cursors: [] });
  const cursors = place.of === of ? place.cursors : [];
  const cursor = cursors.at(-1);
  const search = { ...toSearch(filters), ...(place.phone ? { phone: place.phone } : {}), ...(cursor ? { cursor } : {}) };
  const found = useContacts(search, { phone: place.phone, cursor });
  const atField = fieldErrors(found.error, fault);
  const turnTo = (next: readonly string[]) => {
    setPlace({ phone: place.phone, of, cursors: next });
  };
  return (
    <Page title={t('title')}>
      <ContactFilterRow
        filters={filters}
        phone={place.phone}
        fault={atField['phone']}
        onPhone={(phone) => {
          setPlace({ phone, of, cursors: [] });
        }}
      />
      {found.isPending && <Loading />}
      {found.isError && !atField['phone'] && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Found page={found.data} cursors={cursors} onTurn={turnTo} />}
    </Page>
  );
}

/** The page of a search; followed, it is read again when its mark has changed. */
function useContacts(search: http.ContactSearch, followed: Parameters<typeof followOf>[0]) {
  const found = useQuery({
    queryKey: ['contacts', search],
    queryFn: ({ signal }) => call('operations', 'contacts/search', http.contactPage, { method: 'POST', body: search, signal }),
    placeholderData: keepPreviousData,
  });
  const { refetch } = found;
  const page = found.isPlaceholderData ? undefined : found.data;
  const marked = useQuery({
    queryKey: ['contacts-mark', search, page?.mark],
    queryFn: ({ signal }) =>
      call('operations', 'contacts/search/mark', http.contactsMark, { method: 'POST', body: search, signal }),
    ...followOf(followed, page),
  });
  const behind = isBehind(page, marked.data);
  useEffect(() => {
    if (behind) void refetch();
  }, [behind, marked.data?.mark, refetch]);
  return found;
}

interface FoundProps {
  readonly page: ContactsFound;
  readonly cursors: readonly string[];
  readonly onTurn: (cursors: readonly string[]) => void;
}

function Found({ page, cursors, onTurn }: FoundProps) {
  const { t } = useTranslation('contacts');
  if (page.items.length === 0) return <Empty title={t('emptyTitle')} text={t('emptyText')} />;
  return (
    <Stack>
      <ContactRows contacts={page.items} />
      <OutcomeLegend contacts={page.items} />
      <Paging cursors={cursors} next={page.next} onTurn={onTurn} />
    </Stack>
  );
}

interface PagingProps {
  readonly cursors: readonly string[];
  readonly next: string | undefined;
  readonly onTurn: (cursors: readonly string[]) => void;
}

function Paging({ cursors, next, onTurn }: PagingProps) {
  const { t } = useTranslation();
  if (cursors.length === 0 && !next) return null;
  return (
    <Group justify="flex-end" className="no-print">
      <Button
        variant="default"
        disabled={cursors.length === 0}
        onClick={() => {
          onTurn([]);
        }}
      >
        {t('action.first')}
      </Button>
      <Button
        variant="default"
        disabled={!next}
        onClick={() => {
          if (next) onTurn([...cursors, next]);
        }}
      >
        {t('action.more')}
      </Button>
    </Group>
  );
}
