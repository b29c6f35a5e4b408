import { Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { AnchorLink, ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { CaseFilterRow } from './case-filter-row.tsx';
import { filterCases, readCaseFilters } from './case-filters.ts';
import { CaseState, Due } from './case-marks.tsx';
import { useCases, type CaseRow } from './cases.ts';
import { byUrgency } from './due.ts';

/** The case log: what is owed an answer first. It names no person; the filters stand in the address. */
export function CasesPage() {
  const { t } = useTranslation('protect');
  const cases = useCases();
  return (
    <Page title={t('cases.title')} action={<ButtonLink to="/protect/find">{t('cases.find')}</ButtonLink>}>
      {cases.isPending && <Loading />}
      {cases.isError && <Failed error={cases.error} retry={() => void cases.refetch()} />}
      {cases.data && <Log cases={cases.data} />}
    </Page>
  );
}

function Log({ cases }: { readonly cases: readonly CaseRow[] }) {
  const { t } = useTranslation('protect');
  const { t: own } = useTranslation('identity');
  const filters = readCaseFilters(useSearch({ strict: false }));
  const { session } = useSession();
  if (cases.length === 0) return <Empty title={t('cases.emptyTitle')} text={t('cases.emptyText')} />;
  const fitting = filterCases(cases, filters, session?.user.login ?? '', Date.now());
  return (
    <>
      <CaseFilterRow filters={filters} />
      {fitting.length === 0 ? <Text role="status">{own('filters.none')}</Text> : <CaseTable cases={fitting} />}
    </>
  );
}

const columns = ['number', 'kind', 'person', 'state', 'due', 'level', 'owner', 'opened', 'openedBy', 'approvedBy'] as const;

function CaseTable({ cases }: { readonly cases: readonly CaseRow[] }) {
  const { t } = useTranslation('protect');
  const format = useFormat();
  const navigate = useNavigate();
  return (
    <Rows
      caption={t('cases.title')}
      minWidth={960}
      head={columns.map((column) => t(`cases.${column}`))}
      rows={byUrgency(cases).map((row) => ({
        key: row.id,
        open: () => void navigate({ to: '/protect/cases/$id', params: { id: row.id } }),
        cells: cellsOf(row),
      }))}
    />
  );

  function cellsOf(row: CaseRow) {
    return [
      <AnchorLink to="/protect/cases/$id" params={{ id: row.id }} size="sm" aria-label={t('cases.open', { number: row.number })}>
        {row.number}
      </AnchorLink>,
      t(`cases.kinds.${row.kind}`),
      row.person,
      <CaseState shown={row} />,
      <Due shown={row} />,
      t('cases.levelOf', { level: row.verificationLevel, required: row.requiredLevel }),
      row.owner ?? '–',
      format.date(row.openedAt),
      row.openedBy,
      row.approvedBy ?? '–',
    ];
  }
}
