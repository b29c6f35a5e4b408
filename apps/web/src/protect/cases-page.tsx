import { Table, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { AnchorLink, ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { OpeningRow, Scrolled } from '../ui/rows.tsx';
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
  return (
    <Scrolled caption={t('cases.title')} minWidth={960}>
      <Table>
        <caption className="unseen">{t('cases.title')}</caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column} scope="col">
                {t(`cases.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {byUrgency(cases).map((one) => (
            <Row key={one.id} row={one} />
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}

function Row({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation('protect');
  const format = useFormat();
  const navigate = useNavigate();
  const params = { id: row.id };
  return (
    <OpeningRow open={() => void navigate({ to: '/protect/cases/$id', params })}>
      <Table.Td>
        <AnchorLink to="/protect/cases/$id" params={params} size="sm" aria-label={t('cases.open', { number: row.number })}>
          {row.number}
        </AnchorLink>
      </Table.Td>
      <Table.Td>{t(`cases.kinds.${row.kind}`)}</Table.Td>
      <Table.Td>{row.person}</Table.Td>
      <Table.Td>
        <CaseState shown={row} />
      </Table.Td>
      <Table.Td>
        <Due shown={row} />
      </Table.Td>
      <Table.Td>{t('cases.levelOf', { level: row.verificationLevel, required: row.requiredLevel })}</Table.Td>
      <Table.Td>{row.owner ?? '–'}</Table.Td>
      <Table.Td>{format.date(row.openedAt)}</Table.Td>
      <Table.Td>{row.openedBy}</Table.Td>
      <Table.Td>{row.approvedBy ?? '–'}</Table.Td>
    </OpeningRow>
  );
}
