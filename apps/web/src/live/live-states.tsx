import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconClockExclamation,
  IconHelpCircle,
  IconInfoCircle,
  IconPlayerPause,
  IconPlayerRecord,
  IconPlayerStop,
  type Icon,
} from '@tabler/icons-react';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { Mark, type Tone } from '../ui/mark.tsx';
import { troublesOf } from './trouble.ts';
import { standingOf } from './consent-standing.ts';
import { recordingNow } from './recording-now.ts';

type Looks = Readonly<Record<string, { readonly Icon: Icon; readonly tone: Tone } | undefined>>;
const plain = { Icon: IconCircleMinus, tone: 'calm' } as const;
const recordings: Looks = {
  recording: { Icon: IconPlayerRecord, tone: 'good' },
  paused: { Icon: IconPlayerPause, tone: 'warn' },
  stopped: { Icon: IconPlayerStop, tone: 'calm' },
  'stopped-by-user': { Icon: IconPlayerStop, tone: 'calm' },
  'in-part': { Icon: IconAlertTriangle, tone: 'bad' },
  'nothing-comes': { Icon: IconCircleX, tone: 'bad' },
  'not-known': { Icon: IconHelpCircle, tone: 'warn' },
  'waits-for-vault': { Icon: IconClockExclamation, tone: 'warn' },
  finished: { Icon: IconCircleCheck, tone: 'calm' },
  failed: { Icon: IconCircleX, tone: 'bad' },
};
const consents: Looks = {
  asked: { Icon: IconHelpCircle, tone: 'calm' },
  informed: { Icon: IconInfoCircle, tone: 'good' },
  given: { Icon: IconCircleCheck, tone: 'good' },
  refused: { Icon: IconBan, tone: 'calm' },
  withdrawn: { Icon: IconArrowBackUp, tone: 'warn' },
};

/** Whether a live contact is being recorded. */
export function RecordingState({ contact }: { readonly contact: http.LiveSnapshot['contacts'][number] }) {
  const { word } = useWords();
  const state = recordingNow(contact);
  return <Mark {...(recordings[state] ?? plain)}>{word('recordingState', state)}</Mark>;
}

/** Beside the state of a recording what is wrong with it now; red where audio is missing that should be there. */
export function Troubles({ alarms }: { readonly alarms: http.LiveSnapshot['contacts'][number]['alarms'] }) {
  const { t } = useTranslation('contacts');
  return troublesOf(alarms).map((trouble) => (
    <Mark key={trouble} Icon={IconAlertTriangle} tone={trouble === 'disturbed' ? 'bad' : 'warn'}>
      {t(`alarms.marks.${trouble}`)}
    </Mark>
  ));
}

/** How the consent of a live contact stands. */
export function ConsentState({ contact }: { readonly contact: http.LiveSnapshot['contacts'][number] }) {
  const { t } = useTranslation('work');
  const { word } = useWords();
  const standing = standingOf(contact);
  const said = standing === 'asked' || standing === 'informed' ? t(`live.${standing}`) : word('consentState', standing);
  return <Mark {...(consents[standing] ?? plain)}>{said}</Mark>;
}
