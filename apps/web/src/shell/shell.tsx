import { Anchor, AppShell, Burger, Button, Group, Menu, NavLink, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { useSession } from '../session/session.tsx';
import { menus } from './menus.ts';

/** The frame of every page: product and account above, the three menus by right at the side, the page in the middle. */
export function Shell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="lg">
      <a href="#content" className="skip-link">{t('skip')}</a>
      <AppShell.Header>
        <Group h="100%" px="lg" justify="space-between">
          <Group gap="sm">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('nav.label')} />
            <Anchor component={Link} to="/" fw={600} c="inherit" underline="never">{t('product')}</Anchor>
          </Group>
          <Account />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t('nav.label')}>
        <Menus onGone={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content">
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function Menus({ onGone }: { readonly onGone: () => void }) {
  const { t } = useTranslation();
  const { holds } = useSession();
  const { pathname } = useLocation();
  const open = menus.map((menu) => ({ ...menu, items: menu.items.filter((item) => holds(item.objectType, item.accessType)) })).filter((menu) => menu.items.length > 0);
  return (
    <Stack gap="md">
      {open.map((menu) => (
        <div key={menu.name}>
          <Text size="xs" fw={600} c="dimmed" px="sm" py={4} tt="uppercase">{t(`nav.${menu.name}`)}</Text>
          {menu.items.map((item) => (
            <NavLink key={item.to} component={Link} to={item.to} label={t(`nav.${item.name}`)} leftSection={<item.Icon size={16} aria-hidden />} active={pathname.startsWith(item.to)} aria-current={pathname.startsWith(item.to) ? 'page' : undefined} onClick={onGone} />
          ))}
        </div>
      ))}
    </Stack>
  );
}

function Account() {
  const { t } = useTranslation();
  const { session, renew } = useSession();
  const queries = useQueryClient();
  const signOut = async () => {
    await call('configurator', 'sign-out', z.unknown(), { method: 'POST', body: {} });
    await renew();
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  };
  const name = session?.user.displayName ?? '';
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="subtle" color="gray" rightSection={<IconChevronDown size={14} aria-hidden />} aria-label={t('account.menu', { name })}>{name}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void signOut()}>{t('account.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
