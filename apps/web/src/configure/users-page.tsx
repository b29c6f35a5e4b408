import { IconCircleCheck, IconCircleMinus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { useSession } from '../session/session.tsx';
import { AnchorLink, ButtonLink } from '../ui/links.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { Unreadable } from '../ui/unreadable.tsx';
import { useUsers, type User } from './users.ts';

/** Who may sign in, and in which roles. */
export function UsersPage() {
  const { t } = useTranslation('configure');
  const { holds } = useSession();
  const users = useUsers();
  return (
    <Page
      title={t('users.title')}
      action={holds('user', 'create') && <ButtonLink to="/configure/users/new">{t('users.new')}</ButtonLink>}
    >
      {users.isPending && <Loading />}
      {users.isError && <Failed error={users.error} retry={() => void users.refetch()} />}
      {users.data?.length === 0 && <Empty title={t('emptyTitle')} text={t('emptyText')} />}
      {users.data && users.data.length > 0 && <UserTable users={users.data} />}
    </Page>
  );
}

function UserTable({ users }: { readonly users: readonly User[] }) {
  const { t } = useTranslation('configure');
  const { word } = useWords();
  const navigate = useNavigate();
  return (
    <Rows
      caption={t('users.title')}
      minWidth={560}
      head={(['name', 'login', 'roles', 'state'] as const).map((column) => t(`columns.${column}`))}
      rows={users.map((user) => ({
        key: user.id,
        open: () => void navigate({ to: '/configure/users/$id', params: { id: user.id } }),
        cells: [
          <UserName user={user} />,
          user.login,
          user.roles.map((role) => word('role', role)).join(', ') || t('none'),
          <UserState state={user.state} />,
        ],
      }))}
    />
  );
}

function UserName({ user: { id, displayName, unreadable } }: { readonly user: User }) {
  const { t } = useTranslation('configure');
  return (
    <>
      <AnchorLink to="/configure/users/$id" params={{ id }} size="sm" aria-label={t('openNamed', { name: displayName })}>
        {displayName}
      </AnchorLink>
      {unreadable && <Unreadable values={unreadable} />}
    </>
  );
}

function UserState({ state }: Pick<User, 'state'>) {
  const { word } = useWords();
  const active = state === 'active';
  return (
    <Mark Icon={active ? IconCircleCheck : IconCircleMinus} tone={active ? 'good' : 'calm'}>
      {word('userState', state)}
    </Mark>
  );
}
