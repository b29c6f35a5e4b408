import type { AudioChannel, http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';

type Recording = http.ContactDetail['recordings'][number];
const rowHeight = 18;
const rowGap = 6;

/** Kept segments as bars per channel, gaps as hatched spans; `positionMs` (playback time) draws the playing position. */
export function TimeAxis({ recording, positionMs }: { readonly recording: Recording; readonly positionMs?: number }) {
  const { t } = useTranslation('contacts');
  const channels = [...new Set(recording.segments.map((segment) => segment.channel))].sort((a, b) => order(a) - order(b));
  const start = Math.min(...recording.segments.map((segment) => segment.startMs));
  const span = Math.max(1, recording.durationMs);
  const height = Math.max(1, channels.length) * (rowHeight + rowGap);
  const x = (ms: number) => `${String(Math.min(100, Math.max(0, ((ms - start) / span) * 100)))}%`;
  const width = (ms: number) => `${String(Math.min(100, (ms / span) * 100))}%`;
  return (
    <svg role="img" aria-label={t('player.axis')} width="100%" height={height} preserveAspectRatio="none">
      <defs>
        <pattern id={`gap-${recording.id}`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="6" fill="var(--outcome-warn)" />
        </pattern>
      </defs>
      {channels.map((channel, row) => (
        <rect key={channel} x={0} y={row * (rowHeight + rowGap)} width="100%" height={rowHeight} fill="var(--mantine-color-default-border)" opacity={0.4} />
      ))}
      {recording.segments.map((segment) => (
        <rect key={`${segment.channel}-${String(segment.number)}`} x={x(segment.startMs)} y={channels.indexOf(segment.channel) * (rowHeight + rowGap)} width={width(segment.durationMs)} height={rowHeight} fill="var(--mantine-color-accent-filled)" opacity={segment.channel === 'agent' ? 0.6 : 1}>
          <title>{t(`player.${segment.channel}`)}</title>
        </rect>
      ))}
      {recording.gaps.map((gap, index) => (
        <rect key={index} x={x(gap.fromMs)} y={0} width={width(gap.toMs - gap.fromMs)} height={height - rowGap} fill={`url(#gap-${recording.id})`} />
      ))}
      {positionMs !== undefined && <rect x={width(positionMs)} y={0} width={2} height={height} fill="var(--mantine-color-text)" />}
    </svg>
  );
}

function order(channel: AudioChannel): number {
  return { customer: 0, agent: 1, mixed: 2 }[channel];
}
