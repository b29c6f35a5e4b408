import { Table } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { AnchorLink, ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { OpeningRow, Scrolled } from '../ui/rows.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { CaseState, Due } from './case-marks.tsx';
import { useCases, type CaseRow } from './cases.ts';
import { byUrgency } from './due.ts';

/** The case log: what is owed an answer first. It names no person. */
export function CasesPage() {
  const { t } = useTranslation('protect');
  const cases = useCases();
  return (
    <Page title={t('cases.title')} action={<ButtonLink to="/protect/find">{t('cases.find')}</ButtonLink>}>
      {cases.isPending && <Loading />}
      {cases.isError && <Failed error={cases.error} retry={() => void cases.refetch()} />}
      {cases.data?.length === 0 && <Empty title={t('cases.emptyTitle')} text={t('cases.emptyText')} />}
      {cases.data && cases.data.length > 0 && (
        <Scrolled caption={t('cases.title')} minWidth={720}>
          <Table>
            <caption className="unseen">{t('cases.title')}</caption>
            <Table.Thead>
              <Table.Tr>
                {(['number', 'kind', 'state', 'due', 'opened', 'openedBy', 'approvedBy'] as const).map((column) => (
                  <Table.Th key={column} scope="col">
                    {t(`cases.${column}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {byUrgency(cases.data).map((one) => (
                <Row key={one.id} row={one} />
              ))}
            </Table.Tbody>
          </Table>
        </Scrolled>
      )}
    </Page>
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
      <Table.Td>
        <CaseState state={row.state} />
      </Table.Td>
      <Table.Td>
        <Due state={row.state} dueAt={row.dueAt} />
      </Table.Td>
      <Table.Td>{format.date(row.openedAt)}</Table.Td>
      <Table.Td>{row.openedBy}</Table.Td>
      <Table.Td>{row.approvedBy ?? '–'}</Table.Td>
    </OpeningRow>
  );
}
