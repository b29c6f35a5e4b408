import { Alert, Button, Checkbox, Group, Modal, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ApiProblem, call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { EmployeeReport } from '../protect/employee-report.tsx';
import { useSession } from '../session/session.tsx';
import { Block, Fact } from '../ui/block.tsx';
import { AnchorLink } from '../ui/links.tsx';
import { usePageId } from '../ui/page-id.ts';
import { Page } from '../ui/page.tsx';
import { useSay } from '../ui/say.ts';
import { Failed, Loading, NotFound, Refused } from '../ui/states.tsx';
import { useRoles } from './choices.ts';
import { DirectorySwitch } from './directory-switch.tsx';
import { useUsers, type User } from './users.ts';

/** One user: roles, sessions, and the end of the account in a last block of its own. */
export function UserPage() {
  const { t } = useTranslation('configure');
  const id = usePageId();
  const { session, holds } = useSession();
  const users = useUsers();
  if (users.isPending) return <Loading />;
  if (users.isError) return <Failed error={users.error} retry={() => void users.refetch()} />;
  const user = users.data.find((one) => one.id === id);
  if (!user) return <NotFound />;
  const own = user.id === session?.user.id;
  return (
    <Page title={user.displayName} parent={<AnchorLink to="/configure/users">{t('users.title')}</AnchorLink>}>
      <Summary user={user} />
      {own && <Text size="sm">{t('users.ownAccount')}</Text>}
      <Roles user={user} disabled={own || !holds('user', 'manage-rights')} />
      <DirectorySwitch userId={user.id} readOnly={!holds('user', 'modify')} />
      {holds('user', 'modify') && <Sessions user={user} />}
      <EmployeeReport userId={user.id} login={user.login} />
      {!own && holds('user', 'delete') && <Danger user={user} />}
    </Page>
  );
}

function Summary({ user }: { readonly user: User }) {
  const { t } = useTranslation('configure');
  const { word } = useWords();
  return (
    <Block title={t('columns.name')}>
      <SimpleGrid cols={{ base: 1, md: 3 }}>
        <Fact name={t('users.displayName')}>{user.displayName}</Fact>
        <Fact name={t('users.login')}>{user.login}</Fact>
        <Fact name={t('columns.state')}>{word('userState', user.state)}</Fact>
      </SimpleGrid>
    </Block>
  );
}

/** Each tick acts at once and is read back from the server: rights change in every process immediately. */
function Roles({ user, disabled }: { readonly user: User; readonly disabled: boolean }) {
  const { t } = useTranslation('configure');
  const { word } = useWords();
  const say = useSay();
  const queries = useQueryClient();
  const roles = useRoles();
  const change = useMutation({
    mutationFn: ({ roleCode, give }: { readonly roleCode: string; readonly give: boolean }) =>
      call('configurator', 'role-members', z.unknown(), {
        method: give ? 'POST' : 'DELETE',
        body: { userId: user.id, roleCode },
      }),
    onSuccess: (_, { give }) => {
      say(t(give ? 'users.roleAdded' : 'users.roleRemoved'));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['users'] }),
  });
  const codes = [...new Set([...(roles.data ?? []).map(({ code }) => code), ...user.roles])];
  return (
    <Block title={t('users.access')}>
      <Text size="sm" c="dimmed">
        {t('users.rolesHint')}
      </Text>
      <RoleRefusal error={change.error} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {codes.map((roleCode) => (
          <Checkbox
            key={roleCode}
            label={word('role', roleCode)}
            disabled={disabled || change.isPending}
            checked={user.roles.includes(roleCode)}
            onChange={(event) => {
              change.mutate({ roleCode, give: event.currentTarget.checked });
            }}
          />
        ))}
      </SimpleGrid>
    </Block>
  );
}

function RoleRefusal({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('configure');
  if (error instanceof ApiProblem && error.code.includes('last-administrator')) {
    return (
      <Alert role="alert" color="red" variant="outline">
        {t('users.lastAdministrator')}
      </Alert>
    );
  }
  return <Refused error={error} />;
}

function Sessions({ user }: { readonly user: User }) {
  const { t } = useTranslation('configure');
  const say = useSay();
  const end = useMutation({
    mutationFn: () => call('configurator', `users/${user.id}/end-sessions`, z.unknown(), { method: 'POST', body: {} }),
    onSuccess: () => {
      say(t('users.sessionsEnded'));
    },
  });
  return (
    <Block title={t('users.sessions')}>
      <Text size="sm">{t('users.sessionsText')}</Text>
      <Refused error={end.error} />
      <Group>
        <Button
          variant="default"
          loading={end.isPending}
          onClick={() => {
            end.mutate();
          }}
        >
          {t('users.endSessions')}
        </Button>
      </Group>
    </Block>
  );
}

function Danger({ user }: { readonly user: User }) {
  const { t } = useTranslation('configure');
  const { t: common } = useTranslation();
  const say = useSay();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
  };
  const remove = useMutation({
    mutationFn: () => call('configurator', `users/${user.id}`, z.unknown(), { method: 'DELETE' }),
    onSuccess: async () => {
      say(t('users.deleted'));
      await navigate({ to: '/configure/users' });
      await queries.invalidateQueries({ queryKey: ['users'] });
    },
  });
  return (
    <Block title={t('users.danger')}>
      <Text size="sm">{t('users.deleteText')}</Text>
      <Group>
        <Button
          color="red"
          variant="outline"
          onClick={() => {
            setAsking(true);
          }}
        >
          {t('users.delete')}
        </Button>
      </Group>
      <Modal
        opened={asking}
        onClose={close}
        title={t('users.deleteConfirm', { login: user.login })}
        closeButtonProps={{ 'aria-label': common('action.close') }}
      >
        <Stack>
          <Text size="sm">{t('users.deleteText')}</Text>
          <RoleRefusal error={remove.error} />
          <Group justify="flex-end">
            <Button variant="default" data-autofocus onClick={close}>
              {common('action.cancel')}
            </Button>
            <Button
              color="red"
              loading={remove.isPending}
              onClick={() => {
                remove.mutate();
              }}
            >
              {t('users.delete')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Block>
  );
}
