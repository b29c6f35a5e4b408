import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { http } from '@voxkeep/contracts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { useSession } from '../session/session.tsx';
import { Block } from '../ui/block.tsx';
import { duration } from '../ui/format.ts';
import { AnchorLink } from '../ui/links.tsx';
import { Page } from '../ui/page.tsx';
import { Rows } from '../ui/rows.tsx';
import { Empty, Loading } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { LiveBadge } from './live-badge.tsx';
import { useLive, useNow } from './live-provider.tsx';
import { lastingMs } from './lasting.ts';
import { ConsentState, RecordingState, Troubles } from './live-states.tsx';
import { LiveAlarms, RefusingRecorders, SilentRecorder } from './recording-alarms.tsx';
import { figuresOf, waitBefore, type Told } from './summary.ts';

/** What goes on now: figures per queue and the live contacts. It can be held still, and says how fresh it is. */
export function LivePage() {
  const { t } = useTranslation('work');
  const live = useLive();
  const [held, setHeld] = useState<http.LiveSnapshot>();
  const shown = held ?? live.snapshot;
  const now = useNow(!held);
  const hold = () => {
    setHeld(held ? undefined : live.snapshot);
  };
  return (
    <Page
      title={t('live.title')}
      action={
        <Button
          variant="default"
          disabled={!shown}
          leftSection={held ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />}
          onClick={hold}
        >
          {held ? t('live.resume') : t('live.pause')}
        </Button>
      }
    >
      <Freshness heldAt={held?.at} now={now} />
      {!shown && live.connection === 'connecting' && <Loading />}
      {shown && <Snapshot shown={shown} now={now} />}
    </Page>
  );
}

function Snapshot({ shown, now }: { readonly shown: http.LiveSnapshot; readonly now: number }) {
  return (
    <>
      <SilentRecorder since={shown.silentSince} now={now} />
      <RefusingRecorders refusing={shown.refusing} now={now} />
      <LiveAlarms contacts={shown.contacts} now={now} />
      <Queues queues={shown.queues} />
      <LiveContacts contacts={shown.contacts} now={now} />
      <SpokenSummary snapshot={shown} />
    </>
  );
}

function Freshness({ heldAt, now }: { readonly heldAt: string | undefined; readonly now: number }) {
  const { t } = useTranslation('work');
  const format = useFormat();
  const { connection, heardAt } = useLive();
  const paused = heldAt !== undefined;
  const updatedAt = heldAt ?? (heardAt === undefined ? undefined : new Date(heardAt).toISOString());
  const silentSeconds = heardAt === undefined ? 0 : Math.round((now - heardAt) / 1000);
  const doubt = connection === 'stale' ? t('live.staleText', { seconds: silentSeconds }) : t('live.lostText');
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <LiveBadge connection={paused ? 'paused' : connection} />
        <Text size="sm" c="dimmed">
          {updatedAt === undefined ? t('live.noUpdate') : t('live.lastUpdate', { time: format.time(updatedAt) })}
        </Text>
      </Group>
      {!paused && (connection === 'stale' || connection === 'lost') && (
        <Alert role="alert" color="yellow" variant="outline">
          {doubt}
        </Alert>
      )}
    </Stack>
  );
}

function Queues({ queues }: { readonly queues: http.LiveSnapshot['queues'] }) {
  const { t } = useTranslation('work');
  const format = useFormat();
  return (
    <Block title={t('live.queues')}>
      {queues.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('live.noQueues')}
        </Text>
      ) : (
        <Rows
          caption={t('live.queues')}
          head={[t('live.columns.queue'), t('live.columns.live'), t('live.columns.recorded')]}
          figures={[1, 2]}
          rows={queues.map((queue) => [
            queue.name,
            format.number(queue.live),
            queue.recorded === null ? t('live.notKnown') : format.number(queue.recorded),
          ])}
        />
      )}
    </Block>
  );
}

const columns = ['opened', 'lasting', 'queue', 'state', 'recording', 'consent', 'agent'] as const;

function LiveContacts({ contacts, now }: { readonly contacts: http.LiveSnapshot['contacts']; readonly now: number }) {
  const { t } = useTranslation('work');
  const { word } = useWords();
  const format = useFormat();
  const navigate = useNavigate();
  const { opens } = useSession();
  if (contacts.length === 0) return <Empty title={t('live.emptyTitle')} text={t('live.emptyText')} />;
  return (
    <Block title={t('live.contacts')}>
      <Rows
        caption={t('live.contacts')}
        minWidth={720}
        head={columns.map((column) => t(`live.columns.${column}`))}
        rows={contacts.map((contact) => ({
          key: contact.contactId,
          open: opens('/contacts') ? () => void navigate({ to: '/contacts/$id', params: { id: contact.contactId } }) : undefined,
          cells: cellsOf(contact),
        }))}
      />
    </Block>
  );

  function cellsOf(contact: http.LiveSnapshot['contacts'][number]) {
    const opened = format.time(contact.openedAt);
    const lasting = lastingMs(contact, now);
    return [
      <AnchorLink to="/contacts/$id" params={{ id: contact.contactId }} aria-label={t('live.open', { time: opened })}>
        {opened}
      </AnchorLink>,
      lasting === null ? '–' : duration(lasting),
      contact.queue ?? t('live.noQueue'),
      word('callState', contact.state),
      <Stack gap={2} align="flex-start">
        <RecordingState contact={contact} />
        <Troubles alarms={contact.alarms} />
      </Stack>,
      <ConsentState contact={contact} />,
      contact.agent ?? '–',
    ];
  }
}

/** For screen readers: the figures of the tables in a sentence, at most every few seconds; what holds in the end is always told. */
function SpokenSummary({ snapshot }: { readonly snapshot: http.LiveSnapshot }) {
  const { t } = useTranslation('work');
  const [told, setTold] = useState<Told>();
  const { count, recorded } = figuresOf(snapshot);
  const spokenOf = (figures: Told) =>
    figures.recorded === null
      ? t('live.summaryNotKnown', { count: figures.count })
      : t('live.summary', { count: figures.count, recorded: figures.recorded });
  useEffect(() => {
    const wait = waitBefore({ count, recorded }, told, Date.now());
    if (wait === undefined) return undefined;
    const timer = setTimeout(() => {
      setTold({ count, recorded, at: Date.now() });
    }, wait);
    return () => {
      clearTimeout(timer);
    };
  }, [told, count, recorded]);
  return (
    <div role="status" className="unseen">
      {told ? spokenOf(told) : ''}
    </div>
  );
}
