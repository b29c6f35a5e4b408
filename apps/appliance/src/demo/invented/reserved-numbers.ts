import type { Dice } from './dice.js';

/** A block of numbers that a regulator keeps for drama and fiction: nobody can be reached under them. */
interface ReservedRange {
  readonly prefix: string;
  /** Digits after the prefix. */
  readonly digits: number;
}

/** Where the numbers of invented people come from. */
const reservedRanges: readonly ReservedRange[] = [
  { prefix: '+442079460', digits: 3 }, // Ofcom, London
  { prefix: '+447700900', digits: 3 }, // Ofcom, mobile
  { prefix: '+120255501', digits: 2 }, // NANPA, 555-0100 to 555-0199
  { prefix: '+493023125', digits: 3 }, // Bundesnetzagentur, Berlin
  { prefix: '+3363998', digits: 4 }, // Arcep, mobile
  { prefix: '+468465004', digits: 2 }, // PTS, Stockholm
];

/** The caller whom people are told to look for. */
export const demoCaller = '+442079460018';

/** Whether a number lies in a range that is kept for fiction. */
export function isReserved(number: string): boolean {
  return reservedRanges.some(
    ({ prefix, digits }) => number.startsWith(prefix) && new RegExp(`^\\d{${digits}}$`).test(number.slice(prefix.length)),
  );
}

/** Hands out reserved numbers, each once; the demo caller's is not among them. */
export function numberSource(chance: Dice): () => string {
  const given = new Set([demoCaller]);
  return () => {
    for (;;) {
      const { prefix, digits } = chance.pick(reservedRanges);
      const number =
        prefix +
        chance
          .between(0, 10 ** digits - 1)
          .toString()
          .padStart(digits, '0');
      if (given.has(number)) continue;
      given.add(number);
      return number;
    }
  };
}
