import { Table, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { AnchorLink, ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { OpeningRow, Scrolled } from '../ui/rows.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { GrantScope, GrantState } from './grant-marks.tsx';
import { useGrants } from './grants.ts';

const columns = ['requestedAt', 'scope', 'state', 'requestedBy', 'approvedBy', 'endsAt', 'deleteAt'] as const;

/** Who asked to write down communications, who approved it, and when what was written goes. */
export function DiagnosticsPage() {
  const { t } = useTranslation('diagnostics');
  const { holds } = useSession();
  const grants = useGrants();
  const request = holds('diagnostic-logging', 'modify') && (
    <ButtonLink to="/protect/diagnostic-log/new">{t('request')}</ButtonLink>
  );
  return (
    <Page title={t('title')} action={request}>
      <Text size="sm" maw={720}>
        {t('about')}
      </Text>
      {grants.isPending && <Loading />}
      {grants.isError && <Failed error={grants.error} retry={() => void grants.refetch()} />}
      {grants.data?.length === 0 && <Empty title={t('emptyTitle')} text={t('emptyText')} />}
      {grants.data && grants.data.length > 0 && (
        <Scrolled caption={t('title')} minWidth={900}>
          <Table>
            <caption className="unseen">{t('title')}</caption>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column} scope="col">
                    {t(`columns.${column}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {grants.data.map((grant) => (
                <GrantRow key={grant.id} grant={grant} />
              ))}
            </Table.Tbody>
          </Table>
        </Scrolled>
      )}
    </Page>
  );
}

function GrantRow({ grant }: { readonly grant: http.DiagnosticGrantRow }) {
  const { t } = useTranslation('diagnostics');
  const { dateTime } = useFormat();
  const navigate = useNavigate();
  const { opens } = useSession();
  const open = () => void navigate({ to: '/protect/diagnostic-log/$id', params: { id: grant.id } });
  const when = (at: string | null) => (at === null ? t('none') : dateTime(at));
  const requestedAt = dateTime(grant.requestedAt);
  return (
    <OpeningRow open={opens(`/protect/diagnostic-log/${grant.id}`) ? open : undefined}>
      <Table.Td>
        <AnchorLink to="/protect/diagnostic-log/$id" params={{ id: grant.id }} aria-label={t('openRequest', { at: requestedAt })}>
          {requestedAt}
        </AnchorLink>
      </Table.Td>
      <Table.Td>
        <GrantScope {...grant} />
      </Table.Td>
      <Table.Td>
        <GrantState state={grant.state} />
      </Table.Td>
      <Table.Td>{grant.requestedBy}</Table.Td>
      <Table.Td>{grant.approvedBy ?? t('none')}</Table.Td>
      <Table.Td>{when(grant.endedAt ?? grant.endsAt)}</Table.Td>
      <Table.Td>{when(grant.shreddedAt ?? grant.deleteAt)}</Table.Td>
    </OpeningRow>
  );
}
