import type { AudioChannel, http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { duration } from '../ui/format.ts';
import { share, spanOf, ticksOf } from './axis.ts';
import { lanesOf, type Lane } from './lanes.ts';

type Recording = http.Listening['recording'];
const rowHeight = 18;
const rowGap = 6;
const tickRow = 18;

interface TimeAxisProps {
  readonly recording: Recording;
  readonly measures: readonly http.ChannelMeasure[];
  /** Playback time; draws the playing position. */
  readonly positionMs?: number;
}

/** A lane per channel that was offered, kept segments in it as bars, gaps as hatched spans; an empty lane says why it is. */
export function TimeAxis({ recording, measures, positionMs }: TimeAxisProps) {
  const { t } = useTranslation('contacts');
  const lanes = lanesOf(recording, measures);
  const channels = lanes.map(({ channel }) => channel);
  const said = ({ channel, empty }: Lane) =>
    empty === undefined
      ? t(`player.${channel}`)
      : t('player.emptyLane', { who: t(`player.${channel}`), why: t(`player.empty.${empty}`) });
  const span = spanOf(recording);
  const height = Math.max(1, channels.length) * (rowHeight + rowGap);
  const rowOf = (channel: AudioChannel) => channels.indexOf(channel) * (rowHeight + rowGap);
  const hatch = `gap-${recording.id}`;
  return (
    <div>
      <svg role="img" aria-label={`${t('player.axis')}: ${lanes.map(said).join('; ')}`} width="100%" height={height + tickRow}>
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2" height="6" fill="var(--outcome-warn)" />
          </pattern>
        </defs>
        {channels.map((channel) => (
          <rect
            key={channel}
            x={0}
            y={rowOf(channel)}
            width="100%"
            height={rowHeight}
            fill="var(--mantine-color-default-border)"
            opacity={0.4}
          />
        ))}
        {recording.segments.map(({ channel, number, startMs, durationMs }) => (
          <rect
            key={`${channel}-${String(number)}`}
            x={share(startMs, span)}
            y={rowOf(channel)}
            width={share(durationMs, span)}
            height={rowHeight}
            fill="var(--accent-mark)"
            opacity={channel === 'agent' ? 0.7 : 1}
          />
        ))}
        {recording.gaps.map(({ channel, fromMs, toMs }, index) => (
          <rect
            key={index}
            x={share(fromMs, span)}
            y={channel ? rowOf(channel) : 0}
            width={share(toMs - fromMs, span)}
            height={channel ? rowHeight : height - rowGap}
            fill={`url(#${hatch})`}
          />
        ))}
        {lanes.map((lane) => (
          <text
            key={lane.channel}
            x={6}
            y={rowOf(lane.channel) + 13}
            fontSize={11}
            fill="var(--mantine-color-text)"
            stroke="var(--mantine-color-body)"
            strokeWidth={4}
            paintOrder="stroke"
          >
            {said(lane)}
          </text>
        ))}
        <Ticks span={span} y={height} />
        {positionMs !== undefined && (
          <rect x={share(positionMs, span)} y={0} width={2} height={height} fill="var(--mantine-color-text)" />
        )}
      </svg>
    </div>
  );
}

function Ticks({ span, y }: { readonly span: number; readonly y: number }) {
  return ticksOf(span)
    .filter((tick) => tick / span < 0.97)
    .map((tick) => (
      <g key={tick}>
        <rect x={share(tick, span)} y={y - 3} width={1} height={5} fill="var(--mantine-color-dimmed)" />
        <text x={share(tick, span)} y={y + 14} fontSize={11} fill="var(--mantine-color-dimmed)">
          {duration(tick)}
        </text>
      </g>
    ));
}
