import { Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { AnchorLink, ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
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
      {grants.data && grants.data.length > 0 && <GrantTable grants={grants.data} />}
    </Page>
  );
}

function GrantTable({ grants }: { readonly grants: readonly http.DiagnosticGrantRow[] }) {
  const { t } = useTranslation('diagnostics');
  const { dateTime } = useFormat();
  const navigate = useNavigate();
  const { opens } = useSession();
  const when = (at: string | null) => (at === null ? t('none') : dateTime(at));
  return (
    <Rows
      caption={t('title')}
      minWidth={900}
      head={columns.map((column) => t(`columns.${column}`))}
      rows={grants.map((grant) => ({
        key: grant.id,
        open: opens(`/protect/diagnostic-log/${grant.id}`)
          ? () => void navigate({ to: '/protect/diagnostic-log/$id', params: { id: grant.id } })
          : undefined,
        cells: cellsOf(grant),
      }))}
    />
  );

  function cellsOf(grant: http.DiagnosticGrantRow) {
    const at = dateTime(grant.requestedAt);
    return [
      <AnchorLink to="/protect/diagnostic-log/$id" params={{ id: grant.id }} aria-label={t('openRequest', { at })}>
        {at}
      </AnchorLink>,
      <GrantScope {...grant} />,
      <GrantState state={grant.state} />,
      grant.requestedBy,
      grant.approvedBy ?? t('none'),
      when(grant.endedAt ?? grant.endsAt),
      when(grant.shreddedAt ?? grant.deleteAt),
    ];
  }
}
