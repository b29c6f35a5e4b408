import { Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClockPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { wordFor } from '../i18n/words.ts';
import { Block, Fact } from '../ui/block.tsx';
import { Mark } from '../ui/mark.tsx';
import { Failed } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { useActs } from './use-acts.ts';

const followEveryMs = 15_000;

/** Whether the log can be trusted: how far it is signed, what its last verification found, what waits for it. */
export function IntegrityBlock() {
  const { t } = useTranslation('audit');
  const state = useQuery({
    queryKey: ['audit-integrity'],
    queryFn: ({ signal }) => call('configurator', 'audit/integrity', http.auditIntegrity, { signal }),
    refetchInterval: followEveryMs,
  });
  if (state.isError) return <Failed error={state.error} retry={() => void state.refetch()} />;
  return (
    <Block title={t('integrity.title')}>
      {state.data ? <Facts state={state.data} /> : <Text size="sm">{t('integrity.loading')}</Text>}
    </Block>
  );
}

function Facts({ state }: { readonly state: http.AuditIntegrity }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const { source } = useActs();
  const { signed, verification, waiting, events } = state;
  return (
    <Stack gap="sm">
      <Verdict state={state} />
      <Group gap="xl" align="flex-start">
        <Fact name={t('integrity.events')}>{format.number(events)}</Fact>
        <Fact name={t('integrity.signed')}>
          {signed
            ? t('integrity.signedTo', { events: format.number(signed.events), time: format.dateTime(signed.at) })
            : t('integrity.unsigned')}
        </Fact>
        <Fact name={t('integrity.verified')}>
          {verification
            ? t('integrity.verifiedTo', {
                events: format.number(verification.verifiedTo),
                time: format.dateTime(verification.at),
              })
            : t('integrity.unverified')}
        </Fact>
        <Fact name={t('integrity.waiting')}>
          {waiting.length === 0
            ? t('integrity.nothingWaits')
            : waiting
                .map(({ database, seconds }) =>
                  t('integrity.waits', { database: source(database), seconds: format.number(Math.ceil(seconds)) }),
                )
                .join('; ')}
        </Fact>
      </Group>
      {verification && !verification.authenticated && (
        <Text size="sm" c="dimmed">
          {t('integrity.noKey')}
        </Text>
      )}
    </Stack>
  );
}

function Verdict({ state: { verification } }: { readonly state: http.AuditIntegrity }) {
  const { t, i18n } = useTranslation('audit');
  const format = useFormat();
  const words = (i18n.getResourceBundle(i18n.language, 'audit') ?? {}) as { damage?: Record<string, string> };
  if (!verification || (verification.verifiedTo === 0 && Object.keys(verification.damages).length === 0))
    return (
      <Mark Icon={IconClockPause} tone="calm">
        {t('integrity.notYet')}
      </Mark>
    );
  const damages = Object.entries(verification.damages);
  if (damages.length === 0)
    return (
      <Mark Icon={IconCircleCheck} tone="good">
        {t('integrity.intact', { events: format.number(verification.verifiedTo) })}
      </Mark>
    );
  return (
    <Stack gap={4} role="alert">
      <Mark Icon={IconAlertTriangle} tone="bad">
        {t('integrity.damaged')}
      </Mark>
      <Text size="sm">
        {damages
          .map(([kind, count]) => `${wordFor({ damage: words.damage ?? {} }, 'damage', kind)}: ${String(count)}`)
          .join('; ')}
      </Text>
      <Text size="sm">{t('integrity.whatToDo')}</Text>
    </Stack>
  );
}
