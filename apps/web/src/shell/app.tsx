import { Center } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { LiveProvider } from '../live/live-provider.tsx';
import { useSession } from '../session/session.tsx';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { Shell } from './shell.tsx';

const Collect = lazy(async () => ({ default: (await import('../protect/delivery-collect-page.tsx')).DeliveryCollectPage }));

/**
 * What stands at every address: the sign-in until the session is full, then the page. The address does not change in between, so
 * that the page asked for comes after signing in, and comes back after a session has expired.
 */
export function App() {
  const { session, pending, unreachable } = useSession();
  const queries = useQueryClient();
  const { pathname } = useLocation();
  // The one page for persons without an account.
  if (pathname === '/collect')
    return (
      <Suspense fallback={<Loading />}>
        <Collect />
      </Suspense>
    );
  if (pending) return <Loading />;
  if (unreachable)
    return (
      <Center component="main" mih="100vh" p="lg">
        <Failed error={undefined} retry={() => void queries.refetchQueries({ queryKey: ['session'] })} />
      </Center>
    );
  if (session?.stage !== 'full') return <SignInPage />;
  return (
    <LiveProvider>
      <Shell />
    </LiveProvider>
  );
}
