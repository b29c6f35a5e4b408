import { Text } from '@mantine/core';
import { lossCauses, type http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { Block } from '../ui/block.tsx';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';
import { isSilent } from './lanes.ts';
import { toldMissing } from './losses.ts';

/** What was granted of each channel, what of it is there, and what is missing: how much, by whom and why, in words. */
export function Measures({ contact }: { readonly contact: http.ContactDetail }) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  if (contact.measures.length === 0) return null;
  const seconds = (ms: number) => t('measures.seconds', { seconds: format.number(Math.round(ms / 100) / 10) });
  return (
    <Block title={t('measures.title')}>
      <Rows
        caption={t('measures.title')}
        head={['part', 'channel', 'expected', 'kept', 'missing'].map((name) => t(`measures.${name as 'part'}`))}
        figures={[2, 3]}
        rows={contact.measures.map((measure) => [
          t(`parts.${measure.part}`),
          t(`player.${measure.channel}`),
          seconds(measure.expectedMs),
          <KeptNow key="kept" measure={measure} seconds={seconds} />,
          <Missing key="missing" measure={measure} recordings={contact.recordings} seconds={seconds} />,
        ])}
      />
    </Block>
  );
}

/** What is there now; what was there and was destroyed since is said with it. */
function KeptNow({ measure: { keptMs, removedMs, removedBy }, seconds }: MeasureProps) {
  const { t } = useTranslation('contacts');
  return (
    <>
      {seconds(keptMs)}
      {removedBy !== null && <Text size="sm">{t(`measures.removed.${removedBy}`, { removed: seconds(removedMs) })}</Text>}
    </>
  );
}

interface MeasureProps {
  readonly measure: http.ChannelMeasure;
  readonly seconds: (ms: number) => string;
}

function Missing({ measure, recordings, seconds }: MeasureProps & { readonly recordings: http.ContactDetail['recordings'] }) {
  const { t } = useTranslation('contacts');
  const { missingOursMs, missingTheirsMs, mainCause, removedMs, restMissing } = measure;
  const told = toldMissing(measure, recordings);
  if (told === 'nothing') return <>{t(removedMs > 0 ? 'measures.nothingThen' : 'measures.nothing')}</>;
  const sides = [
    ...(missingOursMs > 0 ? [said('ours', missingOursMs)] : []),
    ...(missingTheirsMs > 0 ? [said('theirs', missingTheirsMs)] : []),
  ];
  const counted = { counted: sides, little: [t('measures.little')], rest: [] }[told];
  const lines = restMissing ? [...counted, t('measures.rest')] : counted;
  return (
    <>
      {told === 'counted' && isSilent(measure) && <Text size="sm">{t('measures.silent')}</Text>}
      {lines.map((line) => (
        <Text size="sm" key={line}>
          {line}
        </Text>
      ))}
    </>
  );

  function said(side: 'ours' | 'theirs', ms: number): string {
    const whose = t(`measures.${side}`, { missing: seconds(ms) });
    return mainCause !== null && lossCauses[mainCause] === side
      ? t('measures.because', { whose, cause: t(`lossCauses.${mainCause}`) })
      : whose;
  }
}
