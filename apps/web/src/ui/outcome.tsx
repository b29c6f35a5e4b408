import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCircleCheck,
  IconCircleDashedCheck,
  IconCircleMinus,
  IconCircleX,
  IconClockExclamation,
  IconClockPause,
  IconClockPlay,
  IconEraser,
  IconHelpCircle,
  IconPlayerPause,
  IconTrash,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ToldOutcome } from '../contacts/outcomes-told.ts';
import { Mark, type Tone } from './mark.tsx';

const looks: Readonly<Record<ToldOutcome, { readonly Icon: Icon; readonly tone: Tone }>> = {
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
  erased: { Icon: IconEraser, tone: 'calm' },
  none: { Icon: IconClockPlay, tone: 'calm' },
  waits: { Icon: IconClockExclamation, tone: 'warn' },
  untold: { Icon: IconClockPause, tone: 'calm' },
};

const gone = { Icon: IconTrash, tone: 'calm' } as const;

interface OutcomeProps {
  readonly outcome: ToldOutcome;
  /** What the outcome says was kept is there no longer. */
  readonly removed?: boolean;
}

/** The outcome of a recording, or why there is none yet. */
export function Outcome({ outcome, removed = false }: OutcomeProps) {
  const { t } = useTranslation('contacts');
  const said = t(`outcomes.${outcome}`);
  if (removed && outcome !== 'erased') return <Mark {...gone}>{t('outcomes.removedSince', { outcome: said })}</Mark>;
  return <Mark {...looks[outcome]}>{said}</Mark>;
}
