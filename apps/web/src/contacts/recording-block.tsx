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
import { Player } from './player.tsx';
import { TimeAxis } from './time-axis.tsx';

type Recording = http.ContactDetail['recordings'][number];

/** A recording: what was kept on the time axis, and the player once a purpose was given. */
export function RecordingBlock({ recording }: { readonly recording: Recording }) {
  const { t } = useTranslation('contacts');
  const { word } = useWords();
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
          {t(`parts.${recording.part}`)} · {duration(recording.durationMs)} · {word('recordingState', recording.state)}
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
      {listen.data ? <Player key={listen.data.id} listening={listen.data} /> : <TimeAxis recording={recording} />}
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

function Gaps({ recording }: { readonly recording: Recording }) {
  const { t } = useTranslation('contacts');
  if (recording.gaps.length === 0) return null;
  return (
    <Stack gap={2}>
      <Text size="xs" c="dimmed">
        {t('player.gaps')}
      </Text>
      {recording.gaps.map((gap, index) => (
        <Text size="sm" key={index}>
          {t('player.gap', { reason: reasonOf(gap), from: duration(gap.fromMs), to: duration(gap.toMs) })}
        </Text>
      ))}
    </Stack>
  );

  function reasonOf({ reason, cause }: Recording['gaps'][number]): string {
    const said = t(`player.reasons.${reason}`);
    return cause === null ? said : t('measures.because', { whose: said, cause: t(`lossCauses.${cause}`) });
  }
}
