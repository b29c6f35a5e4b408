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
function* syllable(random: Random, pitch: number): Generator<number> {
  const [first, second] = VOWELS[Math.floor(random() * VOWELS.length)] ?? [500, 1500];
  const low = resonator(first, 90);
  const high = resonator(second, 120);
  const noise = Math.floor((0.02 + random() * 0.06) * G711_RATE);
  const voiced = Math.floor((0.08 + random() * 0.16) * G711_RATE);
  for (let at = 0; at < noise; at += 1) yield (random() - 0.5) * 2400 * Math.sin((Math.PI * at) / noise);
  const period = Math.floor(G711_RATE / (pitch * (0.9 + random() * 0.2)));
  for (let at = 0; at < voiced; at += 1) {
    const source = at % period === 0 ? 90_000 : (random() - 0.5) * 600;
    yield (low(source) + 0.6 * high(source)) * Math.sin((Math.PI * at) / voiced);
  }
}

/** Words of one to four syllables with short breaks, and after some of them a pause as long as a listener's turn. */
function* talk(random: Random): Generator<number> {
  const pitch = 90 + random() * 130;
  for (;;) {
    const syllables = 1 + Math.floor(random() * 4);
    for (let spoken = 0; spoken < syllables; spoken += 1) yield* syllable(random, pitch);
    const pause = random() < 0.2 ? 0.4 + random() * 0.8 : 0.03 + random() * 0.08;
    for (let left = Math.floor(pause * G711_RATE); left > 0; left -= 1) yield 0;
  }
}

/**
 * Sound with the rhythm and bands of speech that says nothing and belongs to nobody, for test calls. 8 kHz linear
 * samples. The same seed gives the same samples, and a shorter piece is the beginning of a longer one.
 */
export function generateSpeech(seed: number, samples: number): Int16Array {
  const source = talk(randomFrom(seed));
  return Int16Array.from({ length: samples }, () => Math.max(-32_000, Math.min(32_000, Math.round(Number(source.next().value)))));
}
