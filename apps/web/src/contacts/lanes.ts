import { audioChannels, type AudioChannel, type http } from '@voxkeep/contracts';

type Recording = http.Listening['recording'];

/** Why nothing stands in a lane, as the measure of its channel tells it. */
export type EmptyLane = 'silent' | 'withdrawal' | 'term-or-erasure' | 'lost' | 'not-due';

/** A channel that was offered; without `empty` something of it stands there, or it was never counted what should. */
export interface Lane {
  readonly channel: AudioChannel;
  readonly empty?: EmptyLane;
}

/** Whether a party of whom audio was due sent none of it. */
export function isSilent({ expectedMs, keptMs, removedMs, mainCause }: http.ChannelMeasure): boolean {
  return keptMs + removedMs === 0 && expectedMs > 0 && mainCause === 'nothing-came';
}

/** The lanes of a recording: of every channel with audio, and of those from which none is there, since measures and gaps know them. */
export function lanesOf(
  { part, segments, gaps }: Pick<Recording, 'part' | 'segments' | 'gaps'>,
  measures: readonly http.ChannelMeasure[],
): readonly Lane[] {
  const own = new Map(measures.filter((measure) => measure.part === part).map((measure) => [measure.channel, measure]));
  const heard = new Set(segments.map(({ channel }) => channel));
  const known = new Set([...heard, ...own.keys(), ...gaps.map(({ channel }) => channel)]);
  return audioChannels
    .filter((channel) => known.has(channel))
    .map((channel) => {
      const measure = own.get(channel);
      return heard.has(channel) || measure === undefined ? { channel } : { channel, empty: whyEmpty(measure) };
    });
}

function whyEmpty(measure: http.ChannelMeasure): EmptyLane {
  if (measure.removedBy !== null) return measure.removedBy;
  if (measure.expectedMs === 0) return 'not-due';
  return isSilent(measure) ? 'silent' : 'lost';
}
