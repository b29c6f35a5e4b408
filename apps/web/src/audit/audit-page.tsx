import { Group, Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { AuditFilterRow } from './audit-filter-row.tsx';
import { auditQueryOf, readAuditFilters } from './audit-filters.ts';
import { DownloadButton } from './download-button.tsx';
import { EventRows } from './event-rows.tsx';
import { IntegrityBlock } from './integrity-block.tsx';
import { KeysetPaging } from './keyset-paging.tsx';
import { NamesSwitch } from './names-switch.tsx';
import { useNames } from './use-names.ts';
import { usePages } from './use-pages.ts';

/** Who did what to whose data, when and why; whether the log can be trusted; proofs. Reading it is on record itself. */
export function AuditPage() {
  const { t } = useTranslation('audit');
  const filters = readAuditFilters(useSearch({ strict: false }));
  const { cursors, before, turnTo } = usePages(filters);
  const found = useQuery({
    queryKey: ['audit-events', filters, before],
    queryFn: ({ signal }) =>
      call('configurator', `audit/events${auditQueryOf(filters, before ? { before } : {})}`, http.auditPage, { signal }),
    placeholderData: keepPreviousData,
  });
  const events = found.data?.items ?? [];
  const names = useNames(events.map(({ actor }) => actor));
  return (
    <Page
      title={t('title')}
      action={
        <Group className="no-print" wrap="nowrap">
          <ButtonLink to="/protect/listening" variant="default">
            {t('toListening')}
          </ButtonLink>
          <DownloadButton path={`audit/events.csv${auditQueryOf(filters)}`} file="audit-trail.csv">
            {t('export')}
          </DownloadButton>
        </Group>
      }
    >
      <IntegrityBlock />
      <AuditFilterRow filters={filters} />
      <NamesSwitch {...names} />
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && events.length === 0 && <Empty title={t('emptyTitle')} text={t('emptyText')} />}
      {events.length > 0 && (
        <Stack>
          <EventRows events={events} names={names.names} />
          <KeysetPaging cursors={cursors} next={found.data?.next} onTurn={turnTo} />
        </Stack>
      )}
    </Page>
  );
}
