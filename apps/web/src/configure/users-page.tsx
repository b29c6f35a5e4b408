import { Table } from '@mantine/core';
import { IconCircleCheck, IconCircleMinus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { useSession } from '../session/session.tsx';
import { AnchorLink, ButtonLink } from '../ui/links.tsx';
import { Mark } from '../ui/mark.tsx';
import { Page } from '../ui/page.tsx';
import { OpeningRow, Scrolled } from '../ui/rows.tsx';
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
      {users.data && users.data.length > 0 && (
        <Scrolled caption={t('users.title')} minWidth={560}>
          <Table>
            <caption className="unseen">{t('users.title')}</caption>
            <Table.Thead>
              <Table.Tr>
                {(['name', 'login', 'roles', 'state'] as const).map((column) => (
                  <Table.Th key={column} scope="col">
                    {t(`columns.${column}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {users.data.map((user) => (
                <UserRow key={user.id} user={user} />
              ))}
            </Table.Tbody>
          </Table>
        </Scrolled>
      )}
    </Page>
  );
}

function UserRow({ user }: { readonly user: User }) {
  const { t } = useTranslation('configure');
  const { word } = useWords();
  const navigate = useNavigate();
  const params = { id: user.id };
  const active = user.state === 'active';
  return (
    <OpeningRow open={() => void navigate({ to: '/configure/users/$id', params })}>
      <Table.Td>
        <AnchorLink to="/configure/users/$id" params={params} size="sm" aria-label={t('openNamed', { name: user.displayName })}>
          {user.displayName}
        </AnchorLink>
        {user.unreadable && <Unreadable values={user.unreadable} />}
      </Table.Td>
      <Table.Td>{user.login}</Table.Td>
      <Table.Td>{user.roles.map((role) => word('role', role)).join(', ') || t('none')}</Table.Td>
      <Table.Td>
        <Mark Icon={active ? IconCircleCheck : IconCircleMinus} tone={active ? 'good' : 'calm'}>
          {word('userState', user.state)}
        </Mark>
      </Table.Td>
    </OpeningRow>
  );
}
