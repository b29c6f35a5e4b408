import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
  IconCopy,
  IconLoader,
  IconLock,
  IconSearch,
  IconThumbUp,
  IconUserQuestion,
  type Icon,
} from '@tabler/icons-react';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { Mark, type Tone } from '../ui/mark.tsx';
import { stateWord } from './begun.ts';
import { daysLeft, dueWord, isAnswered } from './due.ts';

type State = http.CaseDetail['state'];
const looks: Readonly<Record<State, { readonly Icon: Icon; readonly tone: Tone }>> = {
  received: { Icon: IconCircleDashed, tone: 'calm' },
  'identity-check': { Icon: IconUserQuestion, tone: 'warn' },
  scoped: { Icon: IconSearch, tone: 'calm' },
  'hold-check': { Icon: IconLock, tone: 'calm' },
  approved: { Icon: IconThumbUp, tone: 'calm' },
  restricting: { Icon: IconLoader, tone: 'warn' },
  executing: { Icon: IconLoader, tone: 'warn' },
  verifying: { Icon: IconLoader, tone: 'warn' },
  'live-erased': { Icon: IconCircleCheck, tone: 'good' },
  'backup-pending': { Icon: IconClock, tone: 'good' },
  'suspended-by-hold': { Icon: IconLock, tone: 'warn' },
  reported: { Icon: IconCircleCheck, tone: 'good' },
  closed: { Icon: IconCircleCheck, tone: 'good' },
  answered: { Icon: IconCircleCheck, tone: 'good' },
  'partly-refused': { Icon: IconCircleX, tone: 'calm' },
  duplicate: { Icon: IconCopy, tone: 'calm' },
  withdrawn: { Icon: IconArrowBackUp, tone: 'calm' },
  refused: { Icon: IconCircleX, tone: 'calm' },
  failed: { Icon: IconCircleX, tone: 'bad' },
};

/** How far a case is. */
export function CaseState({ shown: { kind, state } }: { readonly shown: Pick<http.CaseDetail, 'kind' | 'state'> }) {
  const { t } = useTranslation('protect');
  return <Mark {...looks[state]}>{t(`cases.states.${stateWord(kind, state)}`)}</Mark>;
}

/** How many days are left to answer (GDPR Art. 12(3): one month). */
export function Due({ shown }: { readonly shown: Pick<http.CaseDetail, 'state' | 'dueAt' | 'handedOver'> }) {
  const { t } = useTranslation('protect');
  if (isAnswered(shown))
    return (
      <Mark Icon={IconCircleCheck} tone="good">
        {t(`cases.${dueWord(shown)}`)}
      </Mark>
    );
  const days = daysLeft(shown.dueAt, Date.now());
  if (days < 0)
    return (
      <Mark Icon={IconAlertTriangle} tone="bad">
        {t('cases.overdue', { count: -days })}
      </Mark>
    );
  if (days === 0)
    return (
      <Mark Icon={IconAlertTriangle} tone="warn">
        {t('cases.today')}
      </Mark>
    );
  return (
    <Mark Icon={IconClock} tone={days < 7 ? 'warn' : 'calm'}>
      {t('cases.daysLeft', { count: days })}
    </Mark>
  );
}
