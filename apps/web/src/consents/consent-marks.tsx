import { IconArrowBackUp, IconBan, IconCircleCheck, IconClockOff, IconHelpCircle, type Icon } from '@tabler/icons-react';
import type { ConsentState } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { useWords } from '../i18n/use-words.ts';
import { Mark, type Tone } from '../ui/mark.tsx';
import evidence from '../i18n/en/consents.json';

const looks: Readonly<Record<ConsentState, { readonly Icon: Icon; readonly tone: Tone }>> = {
  asked: { Icon: IconHelpCircle, tone: 'calm' },
  given: { Icon: IconCircleCheck, tone: 'good' },
  refused: { Icon: IconBan, tone: 'calm' },
  withdrawn: { Icon: IconArrowBackUp, tone: 'warn' },
  expired: { Icon: IconClockOff, tone: 'calm' },
};

/** What was said last, as word and icon. */
export function ConsentMark({ state }: { readonly state: ConsentState }) {
  const { word } = useWords();
  return <Mark {...looks[state]}>{word('consentState', state)}</Mark>;
}

type Known = keyof (typeof evidence)['evidence'];

/** How something was said, in words; a code that the page does not know yet stays as it is. */
export function useEvidence(): (code: string) => string {
  const { t } = useTranslation('consents');
  return (code) => (code in evidence.evidence ? t(`evidence.${code as Known}`) : code);
}
