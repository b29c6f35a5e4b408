import { pcmOf, type Stereo } from '../../support/wav.js';
import { agentStream, customerStream, slotAudio, type StreamPosition } from './audio.js';
import { slotMs, slotOctets } from './plan.js';

/** Which slots of a stream stand in what was kept, octet by octet. */
export interface HeardStream {
  /** How often each slot stands there. */
  readonly times: Uint8Array;
  /** By how many milliseconds the first of each slot stands later than slot 0 would have it; NaN for those that do not stand there. */
  readonly shiftMs: Float64Array;
  /** Milliseconds of a slot that stand there where its beginning was left out, as that of a packet that was being said at the yes. */
  readonly lastMs: ReadonlyMap<number, number>;
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
  const finding = new Finding(samples, soundsOf(slots, of));
  for (let at = 0; at < samples.length;) at = finding.next(at);
  return finding.heard;
}

/** What was found so far, and the run of samples under way that nothing was found for. */
class Finding {
  readonly #bySound = new Map<number, Sound[]>();
  readonly #times: Uint8Array;
  readonly #shiftMs: Float64Array;
  readonly #lastMs = new Map<number, number>();
  #strangeSamples = 0;
  #runFrom = 0;
  #runSamples = 0;
  #lastSlot = -1;

  constructor(
    private readonly samples: Int16Array,
    private readonly sounds: readonly Sound[],
  ) {
    this.#times = new Uint8Array(sounds.length);
    this.#shiftMs = new Float64Array(sounds.length).fill(Number.NaN);
    for (const each of sounds) {
      const key = keyAt(each.sound, 0);
      this.#bySound.set(key, [...(this.#bySound.get(key) ?? []), each]);
    }
  }

  get heard(): HeardStream {
    const strangeSamples = this.#strangeSamples + (this.#isCutOff(this.samples.length) ? 0 : this.#runSamples);
    return { times: this.#times, shiftMs: this.#shiftMs, lastMs: this.#lastMs, strangeSamples };
  }

  /** Looks at what begins at a sample; answers where to look next. */
  next(at: number): number {
    const { samples } = this;
    const alike = samples[at] === 0 ? undefined : this.#bySound.get(keyAt(samples, at));
    const found = alike?.find(({ sound }) => same(samples, at, sound));
    if (!found) {
      this.#pass(at);
      return at + 1;
    }
    this.#endRun(at, this.sounds[found.slot - 1]);
    this.#note(found.slot, at);
    return at + slotOctets;
  }

  #pass(at: number): void {
    if (isSilence(this.samples[at] ?? 0)) return;
    if (this.#runSamples === 0) this.#runFrom = at;
    this.#runSamples += 1;
  }

  /** The run before a slot may be the end of the slot before it. */
  #endRun(at: number, before: Sound | undefined): void {
    const length = at - this.#runFrom;
    if (
      this.#runSamples > 0 &&
      before &&
      length < slotOctets &&
      same(this.samples, this.#runFrom, before.sound.subarray(-length))
    ) {
      this.#note(before.slot, at - slotOctets);
      this.#lastMs.set(before.slot, length / samplesPerMs);
    } else if (!this.#isCutOff(at)) this.#strangeSamples += this.#runSamples;
    this.#runSamples = 0;
  }

  /** The run before this sample may be the beginning of the slot after the last one, of which the rest was cut off: nothing but silence follows it. */
  #isCutOff(until: number): boolean {
    const next = this.sounds[this.#lastSlot + 1]?.sound ?? [];
    let at = this.#runFrom;
    while (at < until && this.samples[at] === next[at - this.#runFrom]) at += 1;
    return this.samples.subarray(at, until).every(isSilence);
  }

  #note(slot: number, at: number): void {
    this.#lastSlot = slot;
    if (this.#times[slot] === 0) this.#shiftMs[slot] = at / samplesPerMs - slot * slotMs;
    this.#times[slot] = Math.min(255, (this.#times[slot] ?? 0) + 1);
  }
}

/** What was said in each slot, in order. */
function soundsOf(slots: number, of: { seed: number; call: number; stream: StreamPosition }): readonly Sound[] {
  return Array.from({ length: slots }, (_, slot) => ({ slot, sound: pcmOf(slotAudio(of.seed, of.call, of.stream, slot)) }));
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
