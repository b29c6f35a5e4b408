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
  IconTrash,
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

const none = { Icon: IconClockPause, tone: 'calm' } as const;
const gone = { Icon: IconTrash, tone: 'calm' } as const;

interface OutcomeProps {
  readonly outcome: RecordingOutcome | null;
  /** The call goes on: none yet is then no wonder. */
  readonly live?: boolean;
  /** What the outcome says was kept is there no longer. */
  readonly removed?: boolean;
}

/** The outcome of a recording, none yet included. */
export function Outcome({ outcome, live = false, removed = false }: OutcomeProps) {
  const { t } = useTranslation('contacts');
  if (outcome === null) return <Mark {...none}>{t(live ? 'outcomes.none' : 'outcomes.untold')}</Mark>;
  const said = t(`outcomes.${outcome}`);
  if (removed) return <Mark {...gone}>{t('outcomes.removedSince', { outcome: said })}</Mark>;
  return <Mark {...looks[outcome]}>{said}</Mark>;
}
