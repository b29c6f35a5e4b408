import { setTimeout as pause } from 'node:timers/promises';
import type { KeyringClient } from '@voxkeep/keyring';
import type { MayJoin, WaitingContact } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import { comparisonFailed } from '../events.js';

/** `unknown`: the keyring did not say in time, so that nobody may be taken for the customer. */
export type Compared = MayJoin;

type Marks = Pick<KeyringClient, 'announcedMark'>;

/** Rows can wait for the keyring; a question that is older is asked anew. */
const askAnewMs = 2000;
const restMs = 1000;

/**
 * Tells whether a call may be the one for which an announced contact waits. The books have a mark of the announced number, and only the
 * keyring can make the mark of another. A number that is withheld or unknown, on either side, is nobody else's.
 */
export async function compareNumbers(
  keyring: Marks,
  { contactId, announcedMark }: Omit<WaitingContact, 'announcedMark'> & { readonly announcedMark: Buffer | null },
  number: string | undefined,
  withinMs: number,
): Promise<Compared> {
  if (announcedMark === null || number === undefined) return 'may-be';
  const own = await inTime(markOf(keyring, contactId, number), withinMs);
  if (own === undefined || own === 'too-late') return 'unknown';
  return own.equals(announcedMark) ? 'may-be' : 'another';
}

/** What comes within so many milliseconds; the answer may come later and is nobody's then. */
export async function inTime<T>(answer: Promise<T>, withinMs: number): Promise<T | 'too-late'> {
  const late = new AbortController();
  const tooLate = pause(withinMs, 'too-late' as const, { signal: late.signal, ref: false }).catch(() => 'too-late' as const);
  const first = await Promise.race([answer, tooLate]);
  late.abort();
  return first;
}

/**
 * Compares the number of one call with those of contacts that wait for theirs, as often as rows are tried to be written. Each try waits a
 * moment only, so that a keyring that hangs keeps the rows of no other call waiting; what it says later is known at the next try.
 */
export class ComparedWithRows {
  readonly #asked = new Map<string, Promise<Compared>>();

  constructor(
    private readonly keyring: Marks,
    /** Whose number, as it is known when the rows are tried. */
    private readonly call: { readonly customer: { readonly number?: string | undefined } },
    private readonly patience: Patience,
  ) {}

  /** Whether the call may be the one for which this contact waits. */
  async mayJoin(waiting: WaitingContact): Promise<Compared> {
    const compared = await this.patience.wait(this.#asked.get(waiting.contactId) ?? this.#ask(waiting));
    return compared === 'too-late' ? 'unknown' : compared;
  }

  #ask(waiting: WaitingContact): Promise<Compared> {
    const { contactId } = waiting;
    const { number } = this.call.customer;
    const asked = compareNumbers(this.keyring, waiting, number, askAnewMs).then((compared) => {
      if (compared === 'unknown' || number === undefined) this.#asked.delete(contactId);
      return compared;
    });
    this.#asked.set(contactId, asked);
    return asked;
  }
}

/** How long is waited for one that answers many: after it owed one answer it is not waited for at all, for a second. */
export class Patience {
  #restsUntil = 0;

  constructor(private readonly withinMs: number) {}

  /** Whether it owed an answer just now. */
  get isOver(): boolean {
    return performance.now() < this.#restsUntil;
  }

  /** What is there, or comes in time. */
  async wait<T>(answer: Promise<T>): Promise<T | 'too-late'> {
    const first = await inTime(answer, this.isOver ? 0 : this.withinMs);
    if (first === 'too-late' && !this.isOver) this.rest();
    return first;
  }

  /** It is left alone for a second. */
  rest(): void {
    this.#restsUntil = performance.now() + restMs;
  }
}

async function markOf(keyring: Marks, contactId: string, number: string): Promise<Buffer | undefined> {
  try {
    return await keyring.announcedMark(contactId, number);
  } catch (error) {
    diagnostics.record(comparisonFailed, { contact: contactId, error });
    return undefined;
  }
}
