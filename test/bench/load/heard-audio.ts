import { pcmOf, type Stereo } from '../../support/wav.js';
import { agentStream, customerStream, slotAudio, type StreamPosition } from './audio.js';
import { slotMs, slotOctets } from './plan.js';

/** Which slots of a stream stand in what was kept, octet by octet. */
export interface HeardStream {
  /** How often each slot stands there. */
  readonly times: Uint8Array;
  /** By how many milliseconds the first of each slot stands later than slot 0 would have it; NaN for those that do not stand there. */
  readonly shiftMs: Float64Array;
  /** Samples that are neither silence nor anything that was sent. */
  readonly strangeSamples: number;
}

const samplesPerMs = 8;
const keySamples = 3;

/** Finds the slots of one stream of a call in the channel that was played back. */
export function findSlots(
  samples: Int16Array,
  slots: number,
  of: { seed: number; call: number; stream: StreamPosition },
): HeardStream {
  const bySound = soundsOf(slots, of);
  const heard = { times: new Uint8Array(slots), shiftMs: new Float64Array(slots).fill(Number.NaN) };
  let strangeSamples = 0;
  for (let at = 0; at < samples.length;) {
    const alike = samples[at] === 0 ? undefined : bySound.get(keyAt(samples, at));
    const found = alike?.find(({ sound }) => same(samples, at, sound));
    if (found) {
      const { slot } = found;
      if (heard.times[slot] === 0) heard.shiftMs[slot] = at / samplesPerMs - slot * slotMs;
      heard.times[slot] = Math.min(255, (heard.times[slot] ?? 0) + 1);
      at += slotOctets;
    } else {
      if (!isSilence(samples[at] ?? 0)) strangeSamples += 1;
      at += 1;
    }
  }
  return { ...heard, strangeSamples };
}

/** What was said in each slot, by how it begins. */
function soundsOf(
  slots: number,
  of: { seed: number; call: number; stream: StreamPosition },
): ReadonlyMap<number, readonly Sound[]> {
  const bySound = new Map<number, Sound[]>();
  for (let slot = 0; slot < slots; slot += 1) {
    const sound = pcmOf(slotAudio(of.seed, of.call, of.stream, slot));
    bySound.set(keyAt(sound, 0), [...(bySound.get(keyAt(sound, 0)) ?? []), { slot, sound }]);
  }
  return bySound;
}

interface Sound {
  readonly slot: number;
  readonly sound: Int16Array;
}

/** Both channels of a recording. */
export function findCall(stereo: Stereo, slots: number, of: { seed: number; call: number }): readonly [HeardStream, HeardStream] {
  return [
    findSlots(stereo.customer, slots, { ...of, stream: customerStream }),
    findSlots(stereo.agent, slots, { ...of, stream: agentStream }),
  ];
}

/** Nothing at all, or the two codes of A-law next to nothing, with which gaps are filled. */
const isSilence = (sample: number): boolean => sample === 0 || Math.abs(sample) === 8;

/** Three samples as one whole number; 48 bits are exact. */
function keyAt(samples: Int16Array, at: number): number {
  let key = 0;
  for (let step = 0; step < keySamples; step += 1) key = key * 65_536 + ((samples[at + step] ?? 0) + 32_768);
  return key;
}

function same(samples: Int16Array, at: number, sound: Int16Array): boolean {
  if (at + sound.length > samples.length) return false;
  for (let step = 0; step < sound.length; step += 1) if (samples[at + step] !== sound[step]) return false;
  return true;
}
