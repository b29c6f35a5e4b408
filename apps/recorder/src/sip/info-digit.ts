import type { InfoDigit } from './endpoint.js';

const KEYS = '0123456789*#ABCD';
const LONGEST = 256; // octets; a key is told in twenty
/** Nobody holds a key for longer than a minute; what is said to be longer counts as that. */
const LONGEST_PRESS_MS = 60_000;
const RELAY = /^application\/dtmf-relay\b/i;
const DIGIT = /^application\/dtmf\b/i;

/**
 * The key in the body of an INFO: `application/dtmf-relay` with `Signal=` and `Duration=` in milliseconds, a minute at most, or
 * `application/dtmf` with nothing but the key. Keys beyond 9 may be written as the event numbers of RFC 4733 (10 is the star).
 * Undefined when there is no single key.
 */
export function readInfoDigit(contentType: string, body: Uint8Array): InfoDigit | undefined {
  const type = contentType.trim();
  const isRelay = RELAY.test(type);
  if (body.length > LONGEST || !(isRelay || DIGIT.test(type))) return undefined;
  const text = Buffer.from(body).toString('latin1');
  const key = keyOf(/^[ \t]*signal[ \t]*=(.*)$/im.exec(text)?.[1] ?? (isRelay ? '' : text));
  return key === undefined ? undefined : { key, ...durationOf(text) };
}

function durationOf(text: string): Pick<InfoDigit, 'durationMs'> {
  const duration = /^[ \t]*duration[ \t]*=[ \t]*(\d+)[ \t]*\r?$/im.exec(text)?.[1];
  return duration === undefined ? {} : { durationMs: Math.min(Number(duration), LONGEST_PRESS_MS) };
}

function keyOf(signal: string): string | undefined {
  const trimmed = signal.trim().toUpperCase();
  if (trimmed.length === 1) return KEYS.includes(trimmed) ? trimmed : undefined;
  return /^1[0-5]$/.test(trimmed) ? KEYS.charAt(Number(trimmed)) : undefined;
}
