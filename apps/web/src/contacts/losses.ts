import type { ContactPart, http } from '@voxkeep/contracts';

type Recording = Pick<http.ContactDetail['recordings'][number], 'part' | 'gaps'>;
type Gap = Recording['gaps'][number];

/** What is missing is told to a tenth of a second. */
const toleranceMs = 100;
const secondMs = 1000;

/**
 * What is told as missing of a channel. `little`: too little to be counted as a loss, and some of it stands among the gaps, so that it is not
 * nothing; a length on a clock that shows whole seconds says nothing of it. `rest`: only what came after its recorder was killed.
 */
export type ToldMissing = 'nothing' | 'little' | 'rest' | 'counted';

/** Decides it of one measure and the recordings of its contact, so that table and gaps tell the same. */
export function toldMissing(measure: http.ChannelMeasure, recordings: readonly Recording[]): ToldMissing {
  if (measure.missingOursMs + measure.missingTheirsMs > toleranceMs) return 'counted';
  const lostMs = lostOf(measure.part, measure.channel, recordings);
  if (lostMs > 0 && lostMs < secondMs) return 'little';
  return measure.restMissing ? 'rest' : 'nothing';
}

/** Whether a gap lasts less than a second: its beginning and its end are then told as one moment. */
export function isShort({ fromMs, toMs }: Pick<Gap, 'fromMs' | 'toMs'>): boolean {
  return toMs - fromMs < secondMs;
}

/** Length of what stands among the gaps as lost of a channel, in ms. */
function lostOf(part: ContactPart, channel: Gap['channel'], recordings: readonly Recording[]): number {
  return recordings
    .filter((recording) => recording.part === part)
    .flatMap(({ gaps }) => gaps)
    .filter((gap) => gap.reason === 'lost' && (gap.channel === null || gap.channel === channel))
    .reduce((sum, { fromMs, toMs, missingMs }) => sum + (missingMs ?? toMs - fromMs), 0);
}
