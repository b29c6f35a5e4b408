import { Code, Group, Stack, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { ContactLink } from '../session/contact-link.tsx';
import { call } from '../api/client.ts';
import { AnchorLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { shortReference } from './acts.ts';
import { auditQueryOf, readAuditFilters } from './audit-filters.ts';
import { KeysetPaging } from './keyset-paging.tsx';
import { useActs } from './use-acts.ts';
import { NamesSwitch } from './names-switch.tsx';
import { useNames } from './use-names.ts';
import { usePages } from './use-pages.ts';

/** Of the filters of the audit trail those that listenings have. */
function listeningFilters(search: Readonly<Record<string, unknown>>) {
  const { actor, from, to } = readAuditFilters(search);
  return { ...(actor && { actor }), ...(from && { from }), ...(to && { to }) };
}

/** Who heard or downloaded which recording, when and why. */
export function ListeningPage() {
  const { t } = useTranslation('audit');
  const filters = listeningFilters(useSearch({ strict: false }));
  const { cursors, before, turnTo } = usePages(filters);
  const found = useQuery({
    queryKey: ['audit-listening', filters, before],
    queryFn: ({ signal }) =>
      call('configurator', `audit/listening${auditQueryOf(filters, before ? { before } : {})}`, http.listeningPage, { signal }),
    placeholderData: keepPreviousData,
  });
  const rows = found.data?.items ?? [];
  return (
    <Page title={t('listening.title')} parent={<AnchorLink to="/protect/audit">{t('title')}</AnchorLink>}>
      <Days filters={filters} />
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <Empty title={t('listening.emptyTitle')} text={t('listening.emptyText')} />}
      {rows.length > 0 && (
        <Stack>
          <Listenings rows={rows} />
          <KeysetPaging cursors={cursors} next={found.data?.next} onTurn={turnTo} />
        </Stack>
      )}
    </Page>
  );
}

function Days({ filters }: { readonly filters: { readonly from?: string; readonly to?: string } }) {
  const { t } = useTranslation('audit');
  const navigate = useNavigate();
  return (
    <Group role="search" align="flex-end" gap="sm" className="no-print">
      {(['from', 'to'] as const).map((name) => (
        <TextInput
          key={name}
          label={t(`filters.${name}`)}
          type="date"
          w={150}
          value={filters[name] ?? ''}
          onChange={(event) => {
            const kept = Object.entries({ ...filters, [name]: event.currentTarget.value }).filter(([, value]) => value);
            void navigate({ to: '/protect/listening', search: Object.fromEntries(kept) });
          }}
        />
      ))}
    </Group>
  );
}

function Listenings({ rows }: { readonly rows: readonly http.ListeningRow[] }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const explain = useActs();
  const names = useNames(rows.map(({ actor }) => actor));
  return (
    <Stack>
      <NamesSwitch {...names} />
      <Rows
        caption={t('listening.title')}
        minWidth={760}
        head={(['at', 'actor', 'act', 'recording', 'contact', 'purpose'] as const).map((head) => t(`listening.${head}`))}
        rows={rows.map((row) => [
          format.moment(row.at),
          explain.actor(row.actor, names.names),
          explain.act(row.action),
          row.recordingId ? <Code key="recording">{shortReference(row.recordingId)}</Code> : '',
          row.contactId ? (
            <ContactLink key="contact" id={row.contactId}>
              {shortReference(row.contactId)}
            </ContactLink>
          ) : (
            ''
          ),
          row.purpose ? explain.purpose(row.purpose) : '',
        ])}
      />
    </Stack>
  );
}
