import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { Block } from '../ui/block.tsx';
import { duration } from '../ui/format.ts';
import { AnchorLink } from '../ui/links.tsx';
import { useFormat } from '../ui/use-format.ts';
import { linkedOf, nameOf, sameAlarms, type AlarmOfCalls } from './same-alarms.ts';
import { useNow } from './live-provider.tsx';
import { isNotice } from './trouble.ts';

const askAgainMs = 3000;

/** What is wrong with a contact that goes on, with what to do about it; nothing while all is well, and that it is not known otherwise. */
export function ContactAlarms({ contactId }: { readonly contactId: string }) {
  const now = useNow(true);
  const asked = useQuery({
    queryKey: ['contact-alarms', contactId],
    queryFn: ({ signal }) => call('operations', `contacts/${contactId}/alarms`, http.contactAlarms, { signal }),
    refetchInterval: askAgainMs,
  });
  if (asked.isError) return <AlarmsUnknown />;
  const alarms = asked.data?.alarms ?? [];
  if (alarms.length === 0) return null;
  return (
    <Stack gap="sm" role="alert">
      {alarms.map((alarm) => (
        <AlarmLine key={`${alarm.alarm} ${alarm.channel ?? ''}`} alarm={alarm} now={now} />
      ))}
    </Stack>
  );
}

/** Nothing is shown of before: what was wrong may be over, and something else may be. */
function AlarmsUnknown() {
  const { t } = useTranslation('contacts');
  return (
    <Alert role="alert" color="yellow" variant="outline" icon={<IconAlertTriangle aria-hidden />}>
      {t('alarms.unknown')}
    </Alert>
  );
}

/** What is wrong with the contacts that go on: one line for all that have the same trouble. */
export function LiveAlarms({ contacts, now }: { readonly contacts: http.LiveSnapshot['contacts']; readonly now: number }) {
  const { t } = useTranslation('contacts');
  const troubles = sameAlarms(contacts);
  if (troubles.length === 0) return null;
  return (
    <Block title={t('alarms.title')}>
      <Stack gap="sm" role="alert">
        {troubles.map((trouble) => (
          <AlarmLine key={`${trouble.alarm} ${trouble.channel ?? ''}`} alarm={trouble} now={now}>
            <CallsOf trouble={trouble} />
          </AlarmLine>
        ))}
      </Stack>
    </Block>
  );
}

/** The recorder does not answer: without it nothing that is shown of running calls holds. */
export function SilentRecorder({ since, now }: { readonly since: string | null; readonly now: number }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  if (since === null) return null;
  return (
    <Alert role="alert" color="red" variant="outline" icon={<IconAlertTriangle aria-hidden />} title={t('alarms.silent.title')}>
      <Text size="sm">{t('alarms.silent.what')}</Text>
      <Text size="sm" c="dimmed">
        {t('alarms.silent.since', { time: format.time(since), duration: duration(now - Date.parse(since)) })}
      </Text>
    </Alert>
  );
}

/** Recorders that take no new calls: whoever watches sees no call by which to notice. */
export function RefusingRecorders({ refusing, now }: { readonly refusing: http.LiveSnapshot['refusing']; readonly now: number }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  if (refusing.length === 0) return null;
  return (
    <Stack gap="sm" role="alert">
      {refusing.map(({ recorder, trouble, since }) => (
        <Alert
          key={recorder}
          color="red"
          variant="outline"
          icon={<IconAlertTriangle aria-hidden />}
          title={t('alarms.refusing.title', { recorder })}
        >
          <Text size="sm">{t(`alarms.refusing.why.${trouble}`)}</Text>
          <Text size="sm" c="dimmed">
            {t('alarms.refusing.since', { time: format.time(since), duration: duration(now - Date.parse(since)) })}
          </Text>
        </Alert>
      ))}
    </Stack>
  );
}

function AlarmLine({
  alarm: { alarm, channel, raisedAt },
  now,
  children,
}: {
  readonly alarm: http.RecordingAlarm;
  readonly now: number;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const who = channel === null ? t('alarms.wholeCall') : t(`player.${channel}`);
  return (
    <Alert
      color={isNotice(alarm) ? 'yellow' : 'red'}
      variant="outline"
      icon={<IconAlertTriangle aria-hidden />}
      title={`${who}: ${t(`alarms.what.${alarm}`)}`}
    >
      <Stack gap={4}>
        <Text size="sm">{t(`alarms.todo.${alarm}`)}</Text>
        <Text size="sm" c="dimmed">
          {t('alarms.since', { time: format.time(raisedAt), duration: duration(now - Date.parse(raisedAt)) })}
        </Text>
        {children}
      </Stack>
    </Alert>
  );
}

function CallsOf({ trouble }: { readonly trouble: AlarmOfCalls }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const { linked, more } = linkedOf(trouble);
  return (
    <Group gap="sm">
      <Text size="sm">{t('alarms.calls', { count: trouble.calls.length })}</Text>
      {linked.map((call) => (
        <AnchorLink key={call.contactId} to="/contacts/$id" params={{ id: call.contactId }} size="sm">
          {nameOf(call, format.time(call.openedAt))}
        </AnchorLink>
      ))}
      {more > 0 && <Text size="sm">{t('alarms.more', { count: more })}</Text>}
    </Group>
  );
}
