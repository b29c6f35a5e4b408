import { IconCircleCheck, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useWords } from '../i18n/use-words.ts';
import { Mark } from '../ui/mark.tsx';

/** Whether a campaign runs. */
export function CampaignState({ state }: { readonly state: string }) {
  const { word } = useWords();
  const Icon = state === 'started' ? IconPlayerPlay : state === 'finished' ? IconCircleCheck : IconPlayerStop;
  return (
    <Mark Icon={Icon} tone={state === 'started' ? 'good' : 'calm'}>
      {word('campaignState', state)}
    </Mark>
  );
}
