import { Accordion, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Failed, Loading } from '../ui/states.tsx';

type Table = http.DataMap['stores'][number]['tables'][number];

/** What is kept where, about whom and for how long: the catalogue of personal data, by database. */
export function DataMapPage() {
  const { t } = useTranslation('catalogue');
  const map = useQuery({
    queryKey: ['data-map'],
    queryFn: ({ signal }) => call('data-protection', 'catalogue/data-map', http.dataMap, { signal }),
  });
  return (
    <Page title={t('map.title')}>
      <Text maw={720}>{t('map.about')}</Text>
      {map.isPending && <Loading />}
      {map.isError && <Failed error={map.error} retry={() => void map.refetch()} />}
      {map.data && (
        <Stack gap="lg">
          <Stores map={map.data} />
          <Places map={map.data} />
          <Review map={map.data} />
          <Text size="sm" c="dimmed">
            {t('map.hash')} <code>{map.data.catalogueHash}</code>
          </Text>
        </Stack>
      )}
    </Page>
  );
}

function Stores({ map }: { readonly map: http.DataMap }) {
  const { t } = useTranslation('catalogue');
  const withPeople = map.stores.map(({ store, tables }) => ({ store, tables: tables.filter(({ kind }) => kind !== 'none') }));
  return (
    <Accordion multiple order={2} defaultValue={['directory']}>
      {withPeople.map(({ store, tables }) => (
        <Accordion.Item key={store} value={store}>
          <Accordion.Control>{t('map.store', { store: t(`stores.${store}`), count: tables.length })}</Accordion.Control>
          <Accordion.Panel>
            {tables.length === 0 ? (
              <Text size="sm">{t('map.nobody')}</Text>
            ) : (
              <Tables store={t(`stores.${store}`)} tables={tables} />
            )}
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Tables({ store, tables }: { readonly store: string; readonly tables: readonly Table[] }) {
  const { t } = useTranslation('catalogue');
  return (
    <Rows
      caption={store}
      minWidth={900}
      head={[
        t('map.table'),
        t('map.category'),
        t('map.persons'),
        t('map.categories'),
        t('map.columns'),
        t('map.term'),
        t('map.erasure'),
      ]}
      rows={tables.map((table) => [
        <code key="table">{table.table}</code>,
        table.category ? t(`categories.${table.category}`) : '—',
        table.subjects.map((who) => t(`subjects.${who}`)).join(', '),
        table.categories.join(', ') || '—',
        t('map.columnCount', { personal: table.columns.personal + table.columns.freeText, sealed: table.sealed }),
        <Term key="term" table={table} />,
        t(`erasures.${table.onErasure}`),
      ])}
    />
  );
}

function Term({ table: { deletion, because } }: { readonly table: Table }) {
  const { t } = useTranslation('catalogue');
  if (!deletion) return because ?? t('map.withOwner');
  return deletion.days === null
    ? t('map.noTerm', { name: deletion.className })
    : t('map.days', { name: deletion.className, count: deletion.days });
}

function Places({ map }: { readonly map: http.DataMap }) {
  const { t } = useTranslation('catalogue');
  return (
    <Block title={t('map.places')}>
      <Rows
        caption={t('map.places')}
        minWidth={720}
        head={[t('map.place'), t('map.holds'), t('map.categories'), t('map.ends')]}
        rows={map.places.map((place) => [
          place.name,
          place.what,
          place.categories.join(', ') || '—',
          t(`ends.${place.end as 'by-age'}`, { count: place.days ?? 0 }),
        ])}
      />
    </Block>
  );
}

function Review({ map }: { readonly map: http.DataMap }) {
  const { t } = useTranslation('catalogue');
  return (
    <Accordion order={2}>
      <Accordion.Item value="review">
        <Accordion.Control>{t('map.review', { count: map.notPersonal.length })}</Accordion.Control>
        <Accordion.Panel>
          <Text size="sm" mb="sm">
            {t('map.reviewAbout')}
          </Text>
          <Rows
            caption={t('map.review', { count: map.notPersonal.length })}
            minWidth={640}
            head={[t('map.table'), t('map.column'), t('map.reason')]}
            rows={map.notPersonal.map(({ store, table, column, reason }) => [
              `${t(`stores.${store}`)}: ${table}`,
              <code key="column">{column}</code>,
              reason,
            ])}
          />
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  );
}
