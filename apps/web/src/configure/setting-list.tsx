import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../session/session.tsx';
import { AnchorLink, ButtonLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import type { Held, SettingKind } from './setting-kind.ts';
import { useSettings } from './settings.ts';

/** The list of a kind of settings. */
export function SettingList<Body extends object>({ kind }: { readonly kind: SettingKind<Body> }) {
  const { t } = useTranslation('configure');
  const { holds } = useSession();
  const settings = useSettings(kind);
  const create = holds(kind.objectType, 'create') && (
    <ButtonLink to={`/configure/${kind.api}/$id`} params={{ id: 'new' }}>
      {t(`${kind.texts}.new`)}
    </ButtonLink>
  );
  return (
    <Page title={t(`${kind.texts}.title`)} action={create}>
      {settings.isPending && <Loading />}
      {settings.isError && <Failed error={settings.error} retry={() => void settings.refetch()} />}
      {settings.data?.length === 0 && <Empty title={t('emptyTitle')} text={t('emptyText')} />}
      {settings.data && settings.data.length > 0 && <SettingTable kind={kind} settings={settings.data} />}
    </Page>
  );
}

function SettingTable<Body extends object>({
  kind,
  settings,
}: {
  readonly kind: SettingKind<Body>;
  readonly settings: readonly Held<Body>[];
}) {
  const { t } = useTranslation('configure');
  const navigate = useNavigate();
  const columns = kind.useColumns();
  const to = `/configure/${kind.api}/$id` as const;
  return (
    <Rows
      caption={t(`${kind.texts}.title`)}
      minWidth={520}
      head={[t('columns.name'), ...columns.map(({ title }) => title)]}
      rows={settings.map((setting) => ({
        key: setting.id,
        open: () => void navigate({ to, params: { id: setting.id } }),
        cells: [
          <AnchorLink to={to} params={{ id: setting.id }} aria-label={t('openNamed', { name: setting.name })}>
            {setting.name}
          </AnchorLink>,
          ...columns.map(({ cell }) => cell(setting)),
        ],
      }))}
    />
  );
}
