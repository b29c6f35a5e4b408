import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import './ui/base.css';
import { MantineProvider, type MantineColorScheme, type MantineColorSchemeManager } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/client.ts';
import { startTexts } from './i18n/i18n.ts';
import { router } from './routes.tsx';
import { SessionProvider } from './session/session.tsx';
import { theme } from './ui/tokens.ts';

/** The colour scheme follows the operating system and lives in memory only: nothing is stored on the client. */
function schemeInMemory(): MantineColorSchemeManager {
  let scheme: MantineColorScheme | undefined;
  return { get: (otherwise) => scheme ?? otherwise, set: (value) => { scheme = value; }, subscribe: () => undefined, unsubscribe: () => undefined, clear: () => { scheme = undefined; } };
}

const queries = new QueryClient({
  defaultOptions: { queries: { retry: (times, error) => times < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500), refetchOnWindowFocus: false } },
});
/** A session that ended while a page was open shows the sign-in; afterwards the same page comes back. */
queries.getQueryCache().subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'error') return;
  if (event.action.error instanceof ApiProblem && event.action.error.status === 401 && event.query.queryKey[0] !== 'session') void queries.invalidateQueries({ queryKey: ['session'] });
});

async function start(): Promise<void> {
  await startTexts();
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemeInMemory()}>
        <QueryClientProvider client={queries}>
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

void start();
