import { Button, Group, Select, Stack, Table, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { http, recordingOutcomes, type RecordingOutcome } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useQueueNames } from '../configure/queue-names.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { ContactRows } from './contact-rows.tsx';
import { readFilters, toSearch, type ContactFilters } from './search-state.ts';

/** The contacts that the account may see, newest first, found by number, queue, outcome and time. */
export function ContactsPage() {
  const { t } = useTranslation('contacts');
  const filters = readFilters(useSearch({ strict: false }));
  const [phone, setPhone] = useState('');
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const cursor = cursors.at(-1);
  const search = { ...toSearch(filters), ...(phone ? { phone } : {}), ...(cursor ? { cursor } : {}) };
  const found = useQuery({
    queryKey: ['contacts', search],
    queryFn: ({ signal }) => call('operations', 'contacts/search', http.contactPage, { method: 'POST', body: search, signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('title')}>
      <Filters filters={filters} phone={phone} onPhone={(value) => { setPhone(value); setCursors([]); }} onChanged={() => { setCursors([]); }} />
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && found.data.items.length === 0 && <Empty title={t('emptyTitle')} text={t('emptyText')} />}
      {found.data && found.data.items.length > 0 && (
        <Stack>
          <Table.ScrollContainer minWidth={720}>
            <ContactRows contacts={found.data.items} />
          </Table.ScrollContainer>
          <Paging first={cursors.length > 0 ? () => { setCursors([]); } : undefined} next={found.data.next ? () => { setCursors([...cursors, found.data.next ?? '']); } : undefined} />
        </Stack>
      )}
    </Page>
  );
}

function Paging({ first, next }: { readonly first: (() => void) | undefined; readonly next: (() => void) | undefined }) {
  const { t } = useTranslation();
  if (!first && !next) return null;
  return (
    <Group justify="flex-end">
      <Button variant="default" disabled={!first} onClick={first}>{t('action.first')}</Button>
      <Button variant="default" disabled={!next} onClick={next}>{t('action.more')}</Button>
    </Group>
  );
}

interface FiltersProps {
  readonly filters: ContactFilters;
  readonly phone: string;
  readonly onPhone: (phone: string) => void;
  readonly onChanged: () => void;
}

function Filters({ filters, phone, onPhone, onChanged }: FiltersProps) {
  const { t } = useTranslation('contacts');
  const { t: common } = useTranslation();
  const navigate = useNavigate();
  const queues = useQueueNames();
  const [typed, setTyped] = useState(phone);
  const change = (changed: Partial<Record<keyof ContactFilters, string | null>>) => {
    const kept = Object.fromEntries(Object.entries({ ...filters, ...changed }).filter(([, value]) => value));
    onChanged();
    void navigate({ to: '/contacts', search: kept });
  };
  return (
    <form role="search" onSubmit={(event) => { event.preventDefault(); onPhone(typed.trim()); }}>
      <Group align="flex-end" gap="sm">
        <TextInput label={t('filters.phone')} placeholder={t('filters.phoneHint')} type="tel" autoComplete="off" w={200} value={typed} onChange={(event) => { setTyped(event.currentTarget.value); }} />
        <Select label={t('filters.queue')} placeholder={t('filters.any')} clearable w={180} value={filters.queueId ?? null} data={queues} onChange={(value) => { change({ queueId: value }); }} />
        <Select label={t('filters.outcome')} placeholder={t('filters.any')} clearable w={160} value={filters.outcome ?? null} data={recordingOutcomes.map((value: RecordingOutcome) => ({ value, label: t(`outcomes.${value}`) }))} onChange={(value) => { change({ outcome: value }); }} />
        <TextInput label={t('filters.from')} type="date" value={filters.from ?? ''} onChange={(event) => { change({ from: event.currentTarget.value }); }} />
        <TextInput label={t('filters.to')} type="date" value={filters.to ?? ''} onChange={(event) => { change({ to: event.currentTarget.value }); }} />
        <Button type="submit">{common('action.search')}</Button>
        <Button variant="subtle" onClick={() => { setTyped(''); onPhone(''); change({ queueId: null, outcome: null, from: null, to: null }); }}>{common('action.clear')}</Button>
      </Group>
    </form>
  );
}
