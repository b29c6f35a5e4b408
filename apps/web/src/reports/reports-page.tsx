import { Alert, Button, Group, Select, Text, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { saveFile, toCsv } from '../ui/csv.ts';
import { fieldErrors, isToldAtFields } from '../ui/field-errors.ts';
import { duration } from '../ui/format.ts';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { BarChart } from './bar-chart.tsx';
import { counted, meanMs, reportCsv, totalOf, type ReportRow } from './figures.ts';
import { fullPeriod, readPeriod, type Period } from './period.ts';

/** Contacts per queue or day within a period: chart, the same as a table, and the table as CSV. */
export function ReportsPage() {
  const { t } = useTranslation('work');
  const { fault } = useWords();
  const period = fullPeriod(readPeriod(useSearch({ strict: false })), new Date());
  const ordered = period.from <= period.to;
  const report = useQuery({
    queryKey: ['report', period],
    queryFn: ({ signal }) =>
      call('operations', `reports/contacts?${new URLSearchParams(period).toString()}`, http.contactReport, { signal }),
    placeholderData: keepPreviousData,
    enabled: ordered,
  });
  const atField = fieldErrors(report.error, fault);
  const rows = (report.data?.rows ?? []).map((row) => ({ ...row, group: row.group || t('reports.noQueue') }));
  const download = () => {
    saveFile(`contacts-${period.from}-${period.to}.csv`, toCsv(reportCsv(period.by, rows)));
  };
  return (
    <Page
      title={t('reports.title')}
      action={
        <Button
          className="no-print"
          variant="default"
          disabled={rows.length === 0}
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={download}
        >
          {t('reports.download')}
        </Button>
      }
    >
      <PeriodRow period={period} fault={ordered ? (atField['to'] ?? atField['from']) : t('reports.order')} />
      {ordered && report.isPending && <Loading />}
      {report.isError && !isToldAtFields(report.error) && <Failed error={report.error} retry={() => void report.refetch()} />}
      {report.data && <Report rows={rows} period={period} includesHistory={report.data.includesHistory} />}
    </Page>
  );
}

interface ReportProps {
  readonly rows: readonly ReportRow[];
  readonly period: Required<Period>;
  readonly includesHistory: boolean;
}

function Report({ rows, period, includesHistory }: ReportProps) {
  const { t } = useTranslation('work');
  if (rows.length === 0) return <Empty title={t('reports.emptyTitle')} text={t('reports.emptyText')} />;
  return (
    <>
      <BarChart rows={rows} />
      <ReportTable rows={rows} period={period} />
      <Text size="sm" c="dimmed">
        {t('reports.addUp')}
      </Text>
      {includesHistory && <Alert variant="outline">{t('reports.history')}</Alert>}
    </>
  );
}

function PeriodRow({ period, fault }: { readonly period: Required<Period>; readonly fault: string | undefined }) {
  const { t } = useTranslation('work');
  const navigate = useNavigate();
  const change = (changed: Period) => void navigate({ to: '/reports', search: readPeriod({ ...period, ...changed }) });
  return (
    <Group align="flex-start" gap="sm" className="no-print">
      <TextInput
        label={t('reports.from')}
        type="date"
        required
        withAsterisk={false}
        error={fault}
        value={period.from}
        onChange={(event) => {
          change({ from: event.currentTarget.value });
        }}
      />
      <TextInput
        label={t('reports.to')}
        type="date"
        required
        withAsterisk={false}
        value={period.to}
        onChange={(event) => {
          change({ to: event.currentTarget.value });
        }}
      />
      <Select
        label={t('reports.by')}
        allowDeselect={false}
        w={140}
        value={period.by}
        data={[
          { value: 'queue', label: t('reports.byQueue') },
          { value: 'day', label: t('reports.byDay') },
        ]}
        onChange={(value) => {
          change({ by: value === 'day' ? 'day' : 'queue' });
        }}
      />
    </Group>
  );
}

function ReportTable({ rows, period }: { readonly rows: readonly ReportRow[]; readonly period: Required<Period> }) {
  const { t } = useTranslation('work');
  const format = useFormat();
  const caption = t('reports.table', { from: format.date(period.from), to: format.date(period.to) });
  const isDay = period.by === 'day';
  const cells = (row: ReportRow, name: string) => [
    name,
    format.number(row.contacts),
    duration(meanMs(row)),
    ...counted.map((each) => format.number(row[each])),
  ];
  const total = cells(totalOf(rows, ''), t('reports.total')).map((cell, column) => (
    <Text key={column} size="sm" fw={600} component="span">
      {cell}
    </Text>
  ));
  return (
    <Rows
      caption={caption}
      head={[
        t(isDay ? 'reports.columns.day' : 'reports.columns.queue'),
        t('reports.columns.contacts'),
        t('reports.columns.handle'),
        ...counted.map((name) => t(`reports.columns.${name}`)),
      ]}
      figures={[1, 2, ...counted.map((_, at) => at + 3)]}
      minWidth={1000}
      rows={[...rows.map((row) => cells(row, isDay ? format.date(row.group) : row.group)), total]}
    />
  );
}
