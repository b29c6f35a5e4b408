import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { PersonSearch, type PersonSearchBody } from '../purpose/person-search.tsx';
import { useSession } from '../session/session.tsx';
import { fieldErrors } from '../ui/field-errors.ts';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Empty, Refused } from '../ui/states.tsx';
import { Unreadable } from '../ui/unreadable.tsx';
import { NewEntry } from './new-entry.tsx';

const found = http.page(http.directoryRow);
type Entry = z.output<typeof http.directoryRow>;

/** The directory: found by number or e-mail address under a purpose, and new entries. */
export function DirectoryPage() {
  const { t } = useTranslation('work');
  const { t: common } = useTranslation();
  const { holds } = useSession();
  const { fault } = useWords();
  const [creating, setCreating] = useState(false);
  const find = useMutation({
    mutationFn: (body: PersonSearchBody & { readonly cursor?: string }) =>
      call('operations', 'directory/search', found, { method: 'POST', body }),
    gcTime: 0,
  });
  const next = find.data?.next;
  return (
    <Page
      title={t('directory.title')}
      action={
        holds('directory-entry', 'create') && (
          <Button
            onClick={() => {
              setCreating(true);
            }}
          >
            {t('directory.new')}
          </Button>
        )
      }
    >
      <PersonSearch
        ways={['phone', 'email']}
        submit={common('action.search')}
        busy={find.isPending}
        faults={fieldErrors(find.error, fault)}
        onAsked={(query) => {
          find.mutate(query);
        }}
      />
      <Stack aria-live="polite">
        <Refused error={find.error} />
        {find.isIdle && <Empty title={t('directory.startTitle')} text={t('directory.startText')} />}
        {find.data?.items.length === 0 && <Empty title={t('directory.emptyTitle')} text={t('directory.emptyText')} />}
        {find.data && find.data.items.length > 0 && <Entries entries={find.data.items} />}
        {next && (
          <Group justify="flex-end">
            <Button
              variant="default"
              onClick={() => {
                if (find.variables) find.mutate({ ...find.variables, cursor: next });
              }}
            >
              {common('action.more')}
            </Button>
          </Group>
        )}
      </Stack>
      <NewEntry
        opened={creating}
        onClose={() => {
          setCreating(false);
        }}
      />
    </Page>
  );
}

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  const { t } = useTranslation('work');
  const { word } = useWords();
  return (
    <Rows
      caption={t('directory.title')}
      minWidth={520}
      head={(['fullName', 'phones', 'source'] as const).map((column) => t(`directory.${column}`))}
      rows={entries.map((entry) => [
        <>
          {entry.fullName}
          {entry.unreadable && <Unreadable values={entry.unreadable} />}
        </>,
        entry.phones.map((phone) => (
          <Text key={phone} size="sm">
            {phone}
          </Text>
        )),
        word('source', entry.source),
      ])}
    />
  );
}
