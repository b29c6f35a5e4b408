import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCircleCheck,
  IconCircleDashedCheck,
  IconCircleMinus,
  IconCircleX,
  IconClockPause,
  IconHelpCircle,
  IconPlayerPause,
  type Icon,
} from '@tabler/icons-react';
import type { RecordingOutcome } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { Mark, type Tone } from './mark.tsx';

const looks: Readonly<Record<RecordingOutcome, { readonly Icon: Icon; readonly tone: Tone }>> = {
  kept: { Icon: IconCircleCheck, tone: 'good' },
  'kept-with-gaps': { Icon: IconAlertTriangle, tone: 'warn' },
  'kept-unchecked': { Icon: IconCircleDashedCheck, tone: 'calm' },
  refused: { Icon: IconBan, tone: 'calm' },
  unanswered: { Icon: IconHelpCircle, tone: 'calm' },
  'not-asked': { Icon: IconCircleMinus, tone: 'calm' },
  off: { Icon: IconCircleMinus, tone: 'calm' },
  withdrawn: { Icon: IconArrowBackUp, tone: 'warn' },
  'paused-throughout': { Icon: IconPlayerPause, tone: 'calm' },
  failed: { Icon: IconCircleX, tone: 'bad' },
};

/** The outcome of a recording. None yet means the call is still going on. */
export function Outcome({ outcome }: { readonly outcome: RecordingOutcome | null }) {
  const { t } = useTranslation('contacts');
  const look = outcome ? looks[outcome] : { Icon: IconClockPause, tone: 'calm' as const };
  return <Mark {...look}>{t(outcome ? `outcomes.${outcome}` : 'outcomes.none')}</Mark>;
}
