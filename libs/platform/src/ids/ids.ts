import { createHash, randomBytes, randomUUID } from 'node:crypto';

const ascending = { atMs: 0, sequence: 0 };

/** A random id (UUID v4, RFC 9562 §5.4) for persons, contact points, cases: it tells nothing about when it was made. */
export function newId(): string {
  return randomUUID();
}

/**
 * An id that sorts by time (UUID v7, RFC 9562 §5.7) for contacts, events and jobs, whose time is known anyway. Ids of one
 * process within one millisecond ascend too (method 1, a 12-bit counter in rand_a); `at` is for tests and for imports.
 */
export function newTimeOrderedId(at: Date = new Date()): string {
  const bytes = randomBytes(10);
  bytes[2] = ((bytes[2] ?? 0) & 0x3f) | 0x80;
  const tail = bytes.subarray(2).toString('hex');
  return layOut(`${hexMs(at)}7${nextInMillisecond(at.getTime()).toString(16).padStart(3, '0')}${tail}`);
}

/** The id of a fact that nobody gave one (UUID v8, RFC 9562 §5.8): it follows from what happened, so that telling it twice is telling it once. */
export function idOfFact(...of: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(of.join(' ')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** Bounds of the v7 ids made in [from, to), for `for values from (…) to (…)` and for `id >= from and id < to`. */
export function idRange(from: Date, to: Date): { readonly from: string; readonly to: string } {
  return { from: lowestAt(from), to: lowestAt(to) };
}

/** The moment that a v7 id carries, to the millisecond. */
export function timeOfId(id: string): Date {
  return new Date(parseInt(id.replaceAll('-', '').slice(0, 12), 16));
}

function nextInMillisecond(ms: number): number {
  ascending.sequence = ms === ascending.atMs ? (ascending.sequence + 1) & 0xfff : 0;
  ascending.atMs = ms;
  return ascending.sequence;
}

function lowestAt(at: Date): string {
  return layOut(hexMs(at).padEnd(32, '0'));
}

function hexMs(at: Date): string {
  return at.getTime().toString(16).padStart(12, '0');
}

function layOut(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
