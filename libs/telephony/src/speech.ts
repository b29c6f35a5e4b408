import { G711_RATE } from './g711.js';

type Random = () => number;

/** Mulberry32: 32 bits of state are plenty for test material, and it is the same everywhere. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** First and second formant of five vowels, in hertz (rounded means of adult speakers). */
const VOWELS: readonly (readonly [number, number])[] = [
  [730, 1090],
  [530, 1840],
  [270, 2290],
  [570, 840],
  [300, 870],
];

/** A two-pole resonator: what a formant does to the source. */
function resonator(frequency: number, bandwidth: number): (input: number) => number {
  const radius = Math.exp((-Math.PI * bandwidth) / G711_RATE);
  const turn = 2 * radius * Math.cos((2 * Math.PI * frequency) / G711_RATE);
  let last = 0;
  let older = 0;
  return (input) => {
    const output = (1 - radius) * input + turn * last - radius * radius * older;
    older = last;
    last = output;
    return output;
  };
}

/** One syllable: a fricative of noise, then a vowel of glottal pulses through two formants, faded at both ends. */
function syllable(random: Random, pitch: number): readonly number[] {
  const [first, second] = VOWELS[Math.floor(random() * VOWELS.length)] ?? [500, 1500];
  const low = resonator(first, 90);
  const high = resonator(second, 120);
  const noise = Math.floor((0.02 + random() * 0.06) * G711_RATE);
  const voiced = Math.floor((0.08 + random() * 0.16) * G711_RATE);
  const sound: number[] = [];
  for (let at = 0; at < noise; at += 1) sound.push((random() - 0.5) * 2400 * Math.sin((Math.PI * at) / noise));
  const period = Math.floor(G711_RATE / (pitch * (0.9 + random() * 0.2)));
  for (let at = 0; at < voiced; at += 1) {
    const source = at % period === 0 ? 90_000 : (random() - 0.5) * 600;
    sound.push((low(source) + 0.6 * high(source)) * Math.sin((Math.PI * at) / voiced));
  }
  return sound;
}

/** Words of one to four syllables with short breaks, and after some of them a pause as long as a listener's turn; in pieces. */
function* talk(random: Random): Generator<readonly number[], never> {
  const pitch = 90 + random() * 130;
  for (;;) {
    const syllables = 1 + Math.floor(random() * 4);
    for (let spoken = 0; spoken < syllables; spoken += 1) yield syllable(random, pitch);
    const pause = random() < 0.2 ? 0.4 + random() * 0.8 : 0.03 + random() * 0.08;
    yield new Array<number>(Math.floor(pause * G711_RATE)).fill(0);
  }
}

/**
 * Sound with the rhythm and bands of speech that says nothing and belongs to nobody, for test calls. 8 kHz linear
 * samples. The same seed gives the same samples, and a shorter piece is the beginning of a longer one.
 */
export function generateSpeech(seed: number, samples: number): Int16Array {
  const made = new Int16Array(samples);
  const pieces = talk(randomFrom(seed));
  for (let at = 0; at < samples;) {
    const { value: piece } = pieces.next();
    for (let within = 0; within < piece.length && at < samples; within += 1, at += 1)
      made[at] = Math.max(-32_000, Math.min(32_000, Math.round(piece[within] ?? 0)));
  }
  return made;
}
