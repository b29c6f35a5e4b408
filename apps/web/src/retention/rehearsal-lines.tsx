import { Stack, Title } from '@mantine/core';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';
import { AgesChart } from './ages-chart.tsx';
import { size } from './figures.ts';

/** What would happen to each class: counts, sizes, ages, samples, holds. */
export function RehearsalLines({ lines }: { readonly lines: readonly http.RehearsalLine[] }) {
  const { t } = useTranslation('retention');
  const shown = lines.filter(({ total }) => total > 0);
  const going = shown.filter(({ due, held }) => due + held > 0);
  return (
    <Stack gap="sm">
      <Counts lines={shown} />
      {going
        .filter(({ ages }) => ages.length > 1)
        .map((line) => (
          <AgesChart key={`${line.class}/${line.store}`} line={line} />
        ))}
      {going.some(({ holds }) => holds.length > 0) && <Title order={3}>{t('rehearsal.holds')}</Title>}
      {going.some(({ holds }) => holds.length > 0) && <Holds lines={going} />}
      {going.some(({ samples }) => samples.length > 0) && <Title order={3}>{t('rehearsal.samples')}</Title>}
      {going.some(({ samples }) => samples.length > 0) && <Samples lines={going} />}
    </Stack>
  );
}

function useNames() {
  const { t } = useTranslation('retention');
  const { t: protect } = useTranslation('protect');
  return {
    className: (name: string) => t(`classes.${name as 'contact'}`),
    database: (store: string) => protect(`databases.${store as 'operative'}`),
  };
}

function Counts({ lines }: { readonly lines: readonly http.RehearsalLine[] }) {
  const { t, i18n } = useTranslation('retention');
  const { className, database } = useNames();
  const format = useFormat();
  const day = (at: string | null) => (at === null ? '–' : format.date(at));
  return (
    <Rows
      caption={t('rehearsal.title')}
      minWidth={1000}
      figures={[2, 3, 4, 5, 6, 7, 8]}
      head={[
        ...[t('rehearsal.class'), t('rehearsal.database'), t('rehearsal.total'), t('rehearsal.due'), t('rehearsal.held')],
        ...[t('rehearsal.withoutStart'), t('rehearsal.withoutTerm'), t('rehearsal.files'), t('rehearsal.size')],
        ...[t('rehearsal.oldest'), t('rehearsal.newest')],
      ]}
      rows={lines.map((line) => [
        className(line.class),
        database(line.store),
        ...[line.total, line.due, line.held, line.withoutStart, line.withoutTerm, line.files].map(format.number),
        size(line.octets, i18n.language),
        day(line.oldest),
        day(line.newest),
      ])}
    />
  );
}

function Holds({ lines }: { readonly lines: readonly http.RehearsalLine[] }) {
  const { t } = useTranslation('retention');
  const { className } = useNames();
  const format = useFormat();
  return (
    <Rows
      caption={t('rehearsal.holds')}
      figures={[2]}
      head={[t('rehearsal.class'), t('rehearsal.hold'), t('rehearsal.holdRows')]}
      rows={lines.flatMap(({ class: name, holds }) =>
        holds.map(({ hold, rows }) => [className(name), hold, format.number(rows)]),
      )}
    />
  );
}

function Samples({ lines }: { readonly lines: readonly http.RehearsalLine[] }) {
  const { t } = useTranslation('retention');
  const { className } = useNames();
  const format = useFormat();
  return (
    <Rows
      caption={t('rehearsal.samples')}
      head={[t('rehearsal.class'), t('rehearsal.sampleId'), t('rehearsal.sampleAt')]}
      rows={lines.flatMap(({ class: name, samples }) =>
        samples.map(({ id, at }) => [className(name), id, at === null ? '–' : format.dateTime(at)]),
      )}
    />
  );
}
