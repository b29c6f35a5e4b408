import './csp/without-eval.ts';
import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/base.css';
import { MantineProvider, type MantineColorScheme, type MantineColorSchemeManager } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startTexts } from './i18n/i18n.ts';
import { router } from './routes.tsx';
import { createQueries } from './session/queries.ts';
import { SessionProvider } from './session/session.tsx';
import { theme } from './ui/tokens.ts';

/** The colour scheme follows the operating system and lives in memory only: nothing is stored on the client. */
function schemeInMemory(): MantineColorSchemeManager {
  let scheme: MantineColorScheme | undefined;
  return {
    get: (otherwise) => scheme ?? otherwise,
    set: (value) => {
      scheme = value;
    },
    subscribe: () => undefined,
    unsubscribe: () => undefined,
    clear: () => {
      scheme = undefined;
    },
  };
}

async function start(): Promise<void> {
  await startTexts();
  const root = document.getElementById('root');
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemeInMemory()}>
        <Notifications position="top-right" autoClose={5000} />
        <QueryClientProvider client={createQueries()}>
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

void start();
