import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { http, switchableCategories } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useSession } from '../session/session.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { useSay } from '../ui/say.ts';
import { Failed, Loading, Refused } from '../ui/states.tsx';
import { UnsavedGuard } from '../ui/unsaved.tsx';
import { cellOf, changesBetween, offOf, type Off, type Place } from './draft.ts';

const site: Place = { channel: null, queueId: null };
const voice: Place = { channel: 'voice', queueId: null };
type Save = (switches: ReturnType<typeof changesBetween>) => void;

/** Which categories of personal data are collected: for the site, by channel, by queue. */
export function CategoriesPage() {
  const { t } = useTranslation('categories');
  const queries = useQueryClient();
  const { t: common } = useTranslation();
  const say = useSay();
  const found = useQuery({
    queryKey: ['categories'],
    queryFn: ({ signal }) => call('configurator', 'categories', http.categoriesAnswer, { signal }),
  });
  const save = useMutation({
    mutationFn: (switches: ReturnType<typeof changesBetween>) =>
      call('configurator', 'categories', http.categoriesAnswer, { method: 'PUT', body: { switches } }),
    onSuccess: (now) => {
      queries.setQueryData(['categories'], now);
      say(common('action.saved'));
    },
  });
  return (
    <Page title={t('title')}>
      <Text maw={720}>{t('about')}</Text>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      <Refused error={save.error} />
      {found.data && (
        <Switches
          key={JSON.stringify(found.data)}
          held={found.data}
          saving={save.isPending}
          save={(changes) => {
            save.mutate(changes);
          }}
        />
      )}
    </Page>
  );
}

interface SwitchesProps {
  readonly held: http.CategoriesAnswer;
  readonly saving: boolean;
  readonly save: Save;
}

function Switches({ held, saving, save }: SwitchesProps) {
  const { t } = useTranslation('categories');
  const { t: common } = useTranslation();
  const { holds } = useSession();
  const inForce = offOf(held);
  const [chosen, choose] = useState<Off>(inForce);
  const rows = rowsOf(held, t('site'), t('voice'));
  const changes = changesBetween(
    inForce,
    chosen,
    rows.map(({ place }) => place),
  );
  const readOnly = !holds('setting', 'modify');
  const turn = (cell: string) => {
    choose((before) => (before.has(cell) ? new Set([...before].filter((one) => one !== cell)) : new Set([...before, cell])));
  };
  return (
    <Stack>
      <UnsavedGuard dirty={() => changes.length > 0 && !saving} />
      <SwitchTable rows={rows} off={chosen} readOnly={readOnly} turn={turn} />
      {readOnly ? (
        <Text size="sm">{t('readOnly')}</Text>
      ) : (
        <Group>
          <Button
            disabled={changes.length === 0}
            loading={saving}
            onClick={() => {
              save(changes);
            }}
          >
            {common('action.save')}
          </Button>
          <Text size="sm" c="dimmed">
            {changes.length === 0 ? t('nothingChanged') : t('willChange', { count: changes.length })}
          </Text>
        </Group>
      )}
    </Stack>
  );
}

interface Row {
  readonly name: string;
  readonly place: Place;
}

function rowsOf({ queues }: http.CategoriesAnswer, siteName: string, voiceName: string): readonly Row[] {
  return [
    { name: siteName, place: site },
    { name: voiceName, place: voice },
    ...queues.map(({ id, name }) => ({ name, place: { channel: null, queueId: id } })),
  ];
}

interface TableProps {
  readonly rows: readonly Row[];
  readonly off: Off;
  readonly readOnly: boolean;
  readonly turn: (cell: string) => void;
}

function SwitchTable({ rows, off, readOnly, turn }: TableProps) {
  const { t } = useTranslation('categories');
  return (
    <div>
      <Rows
        caption={t('title')}
        minWidth={720}
        head={[t('where'), ...switchableCategories.map((category) => t(`category.${category}`))]}
        rows={rows.map(({ name, place }) => [
          name,
          ...switchableCategories.map((category) =>
            category === 'directory-information' && place !== site ? (
              '—'
            ) : (
              <Cell
                name={`${t(`category.${category}`)}: ${name}`}
                on={!off.has(cellOf(category, place))}
                overruled={place !== site && off.has(cellOf(category, site))}
                readOnly={readOnly}
                turn={() => {
                  turn(cellOf(category, place));
                }}
              />
            ),
          ),
        ])}
      />
      <Text size="sm" c="dimmed" mt="sm">
        {t('offMeans')}
      </Text>
    </div>
  );
}

interface CellProps {
  readonly name: string;
  readonly on: boolean;
  /** Off for the whole site, whatever is set here. */
  readonly overruled: boolean;
  readonly readOnly: boolean;
  readonly turn: () => void;
}

function Cell({ name, on, overruled, readOnly, turn }: CellProps) {
  const { t } = useTranslation('categories');
  return (
    <Group gap="xs" wrap="nowrap">
      <Checkbox aria-label={name} checked={on && !overruled} disabled={readOnly || overruled} onChange={turn} />
      <Text size="sm">{overruled ? t('offForSite') : on ? t('collected') : t('off')}</Text>
    </Group>
  );
}
