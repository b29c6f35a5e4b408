import { Badge } from '@mantine/core';
import {
  IconAntennaBars5,
  IconAntennaBarsOff,
  IconClockExclamation,
  IconLoader,
  IconPlayerPause,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Connection } from './connection.ts';

const looks: Readonly<Record<Connection | 'paused', { readonly Icon: Icon; readonly tone: 'good' | 'warn' | 'bad' | 'calm' }>> = {
  connecting: { Icon: IconLoader, tone: 'calm' },
  live: { Icon: IconAntennaBars5, tone: 'good' },
  stale: { Icon: IconClockExclamation, tone: 'warn' },
  lost: { Icon: IconAntennaBarsOff, tone: 'bad' },
  paused: { Icon: IconPlayerPause, tone: 'calm' },
};

/** Whether live figures arrive, in a word. */
export function LiveBadge({ connection }: { readonly connection: Connection | 'paused' }) {
  const { t } = useTranslation('work');
  const { Icon, tone } = looks[connection];
  return (
    <Badge variant="outline" tt="none" color={`var(--outcome-${tone})`} leftSection={<Icon size={14} aria-hidden />}>
      {t(`live.badge.${connection}`)}
    </Badge>
  );
}
