import { Button, Group, Stack, Text } from '@mantine/core';
import { IconHeadphones } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { http } from '@voxkeep/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/client.ts';
import { useWords } from '../i18n/use-words.ts';
import { PurposeDialog } from '../purpose/purpose-dialog.tsx';
import type { StatedPurpose } from '../purpose/purpose-fields.tsx';
import { duration } from '../ui/format.ts';
import { Refused } from '../ui/states.tsx';
import { useFormat } from '../ui/use-format.ts';
import { isShort } from './losses.ts';
import { Player } from './player.tsx';
import { TimeAxis } from './time-axis.tsx';
import { tellRecording } from './told-lengths.ts';

type Recording = http.ContactDetail['recordings'][number];
interface RecordingProps {
  readonly recording: Recording;
  readonly contact: http.ContactDetail;
}

/** A recording: what was kept on the time axis, and the player once a purpose was given. */
export function RecordingBlock({ recording, contact }: RecordingProps) {
  const { t } = useTranslation('contacts');
  const [asking, setAsking] = useState(false);
  const listen = useMutation({
    mutationFn: (purpose: StatedPurpose) =>
      call('operations', `recordings/${recording.id}/listening`, http.listening, { method: 'POST', body: { purpose } }),
    gcTime: 0,
  });
  const playable = recording.durationMs > 0 && recording.state !== 'removed' && recording.state !== 'recording';
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="sm">
          {t(`parts.${recording.part}`)} · <Told recording={recording} contact={contact} />
        </Text>
        {playable && !listen.data && (
          <Button
            className="no-print"
            leftSection={<IconHeadphones size={16} aria-hidden />}
            loading={listen.isPending}
            onClick={() => {
              setAsking(true);
            }}
          >
            {t('player.listen')}
          </Button>
        )}
      </Group>
      <Refused error={listen.error} />
      {listen.data ? (
        <Player key={listen.data.id} listening={listen.data} measures={contact.measures} />
      ) : (
        <Kept recording={recording} contact={contact} />
      )}
      <Gaps recording={recording} />
      <PurposeDialog
        opened={asking}
        onClose={() => {
          setAsking(false);
        }}
        onStated={(purpose) => {
          listen.mutate(purpose);
        }}
      />
    </Stack>
  );
}

/** How long call and recording are and how it ended, or since when it goes on. */
function Told({ recording, contact }: RecordingProps) {
  const { t } = useTranslation('contacts');
  const { word } = useWords();
  const format = useFormat();
  const told = tellRecording(recording, contact);
  if (told.kind === 'going-on') return <>{t(`recording.${told.now}`, { time: format.time(told.since) })}</>;
  if (told.kind === 'waits') return <>{t('recording.waits')}</>;
  if (told.kind === 'removed') {
    const how = told.by === null ? word('recordingState', 'removed') : t(`player.empty.${told.by}`);
    return <>{`${how} · ${t('recording.nothingLeft')}`}</>;
  }
  const recorded = duration(told.recordedMs);
  const lengths =
    told.callMs === null
      ? t('recording.recorded', { recorded })
      : t('recording.lengths', { call: duration(told.callMs), recorded });
  return <>{`${lengths} · ${word('recordingState', recording.state)}`}</>;
}

/** What was kept, on the time axis. While the call goes on the books are behind it, so nothing is drawn. */
function Kept({ recording, contact }: RecordingProps) {
  const { t } = useTranslation('contacts');
  const { kind } = tellRecording(recording, contact);
  if (kind === 'kept') return <TimeAxis recording={recording} measures={contact.measures} />;
  if (kind === 'removed' || kind === 'waits') return null;
  return (
    <Text size="sm" c="dimmed">
      {t('recording.shownLater')}
    </Text>
  );
}

function Gaps({ recording }: { readonly recording: Recording }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  if (recording.gaps.length === 0) return null;
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed">
        {t('player.gaps')}
      </Text>
      {recording.gaps.map((gap, index) => (
        <Text size="sm" key={index}>
          {said(gap)}
        </Text>
      ))}
    </Stack>
  );

  /** Whose audio is missing, why, and when; of several losses within a stretch how much it is together. */
  function said(gap: Recording['gaps'][number]): string {
    const { channel, fromMs, toMs, missingMs } = gap;
    const who = t(channel === null ? 'player.everybody' : `player.${channel}`);
    const reason = t('player.gapOf', { who, reason: reasonOf(gap) });
    if (isShort(gap)) return t('player.gapShort', { reason, at: duration(fromMs) });
    const when = { reason, from: duration(fromMs), to: duration(toMs) };
    if (missingMs === null) return t('player.gap', when);
    const missing = t('measures.seconds', { seconds: format.number(Math.max(1, Math.round(missingMs / 100)) / 10) });
    return t('player.gapWithin', { ...when, missing });
  }

  function reasonOf({ reason, cause }: Recording['gaps'][number]): string {
    const said = t(`player.reasons.${reason}`);
    return cause === null ? said : t('measures.because', { whose: said, cause: t(`lossCauses.${cause}`) });
  }
}
