import { AppShell, Burger, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { call } from '../api/client.ts';
import { DiagnosticBanner } from '../diagnostics/diagnostic-banner.tsx';
import { LanguageItems } from '../i18n/language-menu.tsx';
import { LiveBadge } from '../live/live-badge.tsx';
import { useLive } from '../live/live-provider.tsx';
import { OwnRequests } from '../protect/own-requests.tsx';
import { useSession } from '../session/session.tsx';
import { AnchorLink, MenuLink } from '../ui/links.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { menus } from './menus.ts';

/** The frame of every page: product and account above, the three menus by right at the side, the page in the middle. */
export function Shell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell header={{ height: 48 }} navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }} padding="lg">
      <a href="#content" className="skip-link">
        {t('skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="lg" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('nav.open')}
              aria-expanded={opened}
            />
            <AnchorLink to="/" size="md" fw={600} c="inherit" underline="never">
              {t('product')}
            </AnchorLink>
            <LiveState />
          </Group>
          <Account />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t('nav.label')}>
        <Menus onGone={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <DiagnosticBanner />
        <OwnRequests />
        <RecoveryCodes />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}

function LiveState() {
  const { holds } = useSession();
  const { connection } = useLive();
  return holds('queue', 'monitor') ? <LiveBadge connection={connection} /> : null;
}

function Menus({ onGone }: { readonly onGone: () => void }) {
  const { t } = useTranslation();
  const { opens } = useSession();
  const { pathname } = useLocation();
  const queries = useQueryClient();
  const shown = menus
    .map(({ name, items }) => ({ name, items: items.filter((item) => opens(item.to)) }))
    .filter(({ items }) => items.length > 0);
  const isHere = (page: string) => pathname === page || pathname.startsWith(`${page}/`);
  // Whoever asks for the page that is open wants to see how it is now: nothing else reads it anew, since it is not left.
  const goTo = (page: string) => {
    if (pathname === page) void queries.refetchQueries({ type: 'active', stale: true });
    onGone();
  };
  return (
    <Stack gap="md">
      {shown.map((menu) => (
        <div key={menu.name} role="group" aria-label={t(`nav.${menu.name}`)}>
          <Text size="xs" fw={600} c="dimmed" px="sm" py={4} aria-hidden>
            {t(`nav.${menu.name}`)}
          </Text>
          {menu.items.map(({ name, to, Icon }) => (
            <MenuLink
              key={to}
              to={to}
              label={t(`nav.${name}`)}
              leftSection={<Icon size={16} aria-hidden />}
              active={isHere(to)}
              onClick={() => {
                goTo(to);
              }}
            />
          ))}
        </div>
      ))}
    </Stack>
  );
}

function Account() {
  const { t } = useTranslation();
  const { session, renew } = useSession();
  const signOut = useMutation({
    mutationFn: () => call('configurator', 'sign-out', z.unknown(), { method: 'POST', body: {} }),
    onSettled: renew,
  });
  const name = session?.user.displayName ?? '';
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={t('account.menu', { name })}
        >
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <LanguageItems />
        <Menu.Divider />
        <Menu.Item
          onClick={() => {
            signOut.mutate();
          }}
        >
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
