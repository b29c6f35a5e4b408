import { Alert, Button, Center, Group, Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/client.ts';
import { isToldAtFields } from './field-errors.ts';
import { ButtonLink } from './links.tsx';
import { useWords } from '../i18n/use-words.ts';
import { Page } from './page.tsx';

/** The page waits for its first data. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <Center mih={200} role="status" aria-label={t('state.loading')}>
      <Loader size="sm" />
    </Center>
  );
}

/** What could not be loaded, and the way on. "Not yours" and "not there" read the same, as the server answers them. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const { t } = useTranslation();
  const { refusal } = useWords();
  const problem = error instanceof ApiProblem ? error : undefined;
  if (problem?.status === 404) return <NotFound />;
  if (problem?.status === 403) return <NoRight />;
  return (
    <Alert role="alert" color="red" variant="outline" title={t('state.errorTitle')}>
      <Stack align="flex-start">
        <Text size="sm">
          {(problem && refusal(problem.code)) ?? t('state.errorText', { code: problem?.code ?? 'answer.unreadable' })}
        </Text>
        <Button variant="default" onClick={retry}>
          {t('state.retry')}
        </Button>
      </Stack>
    </Alert>
  );
}

const refusals: Readonly<
  Record<number, 'state.unreachable' | 'state.noRightAct' | 'state.removed' | 'state.tooMany' | undefined>
> = {
  0: 'state.unreachable',
  403: 'state.noRightAct',
  404: 'state.noRightAct',
  410: 'state.removed',
  429: 'state.tooMany',
};

/** What was asked for and not done. Nothing is shown for errors that stand next to their fields. */
export function Refused({ error }: { readonly error: unknown }) {
  const { t } = useTranslation();
  const { refusal } = useWords();
  if (!error || isToldAtFields(error)) return null;
  return (
    <Alert role="alert" color="red" variant="outline" title={t('state.refusedTitle')}>
      <Text size="sm">{refusalText(error)}</Text>
    </Alert>
  );

  function refusalText(thrown: unknown): string {
    if (!(thrown instanceof ApiProblem)) return t('state.refusedText', { code: 'answer.unreadable' });
    const sentence = refusal(thrown.code);
    if (sentence !== undefined) return sentence;
    const said = refusals[thrown.status];
    return said ? t(said) : t('state.refusedText', { code: thrown.code });
  }
}

/** Nothing to show: says why and what to do about it. */
export function Empty({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) {
  return (
    <Center mih={200}>
      <Stack align="center" gap="sm" maw={460} ta="center">
        <Title order={2}>{title}</Title>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
        {children}
      </Stack>
    </Center>
  );
}

/** The account lacks the right for the whole page. */
export function NoRight() {
  const { t } = useTranslation();
  return (
    <Page title={t('state.noRightTitle')}>
      <Text size="sm">{t('state.noRightText')}</Text>
    </Page>
  );
}

/** No page has this address. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('state.notFoundTitle')}>
      <Text size="sm">{t('state.notFoundText')}</Text>
      <Group>
        <ButtonLink to="/" variant="default">
          {t('state.toStart')}
        </ButtonLink>
      </Group>
    </Page>
  );
}
