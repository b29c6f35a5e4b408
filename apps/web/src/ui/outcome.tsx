import { Group, Text } from '@mantine/core';
import { IconBan, IconCircleCheck, IconCircleMinus, IconCircleX, IconClockPause, IconHelpCircle, IconPlayerPause, IconArrowBackUp } from '@tabler/icons-react';
import type { RecordingOutcome } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';

const looks = {
  kept: { Icon: IconCircleCheck, color: 'var(--outcome-good)' },
  refused: { Icon: IconBan, color: 'var(--outcome-calm)' },
  unanswered: { Icon: IconHelpCircle, color: 'var(--outcome-calm)' },
  'not-asked': { Icon: IconCircleMinus, color: 'var(--outcome-calm)' },
  off: { Icon: IconCircleMinus, color: 'var(--outcome-calm)' },
  withdrawn: { Icon: IconArrowBackUp, color: 'var(--outcome-warn)' },
  'paused-throughout': { Icon: IconPlayerPause, color: 'var(--outcome-calm)' },
  failed: { Icon: IconCircleX, color: 'var(--outcome-bad)' },
} as const;

/** The outcome of a recording as word, icon and colour; never colour alone. No outcome yet means the call is still going on. */
export function Outcome({ outcome }: { readonly outcome: RecordingOutcome | null }) {
  const { t } = useTranslation('contacts');
  const { Icon, color } = outcome ? looks[outcome] : { Icon: IconClockPause, color: 'var(--outcome-calm)' };
  return (
    <Group gap={6} wrap="nowrap" c={color}>
      <Icon size={16} aria-hidden />
      <Text size="sm" inherit={false} c={color} fw={500}>{t(outcome ? `outcomes.${outcome}` : 'outcomes.none')}</Text>
    </Group>
  );
}
