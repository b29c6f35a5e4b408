import { beginFactChain, encodeFact, type CallFact, type FactChain } from '@voxkeep/recording';
import { diagnostics } from '@voxkeep/platform';
import type { Journal } from '../../media/journal.js';
import { factLeftOut } from '../events.js';

/** Whose facts these are and under which key the journal seals them. */
export interface CallLogTerms {
  readonly recordingId: string;
  /** Key owner of the customer. */
  readonly owner: string;
  /** The owner's media key, 32 bytes; derived from when the first grant comes. */
  readonly ownerKey: () => Buffer;
}

/** Facts that a call may have; beyond that only those are taken without which its audio could not be told. */
const mostFacts = 5000;
const dispensable: readonly CallFact['kind'][] = ['event', 'alarm', 'party-joined', 'party-left', 'paused', 'resumed'];
/** Octets of one fact; the journal takes a little more. */
const longestFact = 16_000;
const tryAgainMs = 100;

/**
 * The facts of one call in their order. Before the first grant they stand in memory only, as nothing of a call is on a disk before
 * consent; the first grant brings all of them into the journal, and from then on each goes there at once, sealed. What is made of
 * them, rows and outcome, follows in its own time.
 */
export class CallLog {
  readonly #facts: CallFact[] = [];
  #chain: FactChain | undefined;
  #bound = 0;
  #dropped = 0;
  #closed = false;
  #isDropped = false;
  #isEnded = false;
  #isSetAside = false;
  #tellSettled: () => void = () => undefined;
  readonly #settled = new Promise<void>((told) => (this.#tellSettled = told));
  /** Who waits until so many facts have rows. */
  #awaited: { readonly upTo: number; readonly tell: () => void }[] = [];

  constructor(
    private readonly terms: CallLogTerms,
    private readonly journal: Pick<Journal, 'note' | 'bind' | 'endCall' | 'syncSoon' | 'takeBack'>,
    private readonly onFact: () => void,
  ) {}

  get recordingId(): string {
    return this.terms.recordingId;
  }

  get facts(): readonly CallFact[] {
    return this.#facts;
  }

  /** Facts that were not taken: the call has too many, or one is too long. */
  get droppedFacts(): number {
    return this.#dropped;
  }

  /** Whether facts wait for their rows. */
  get hasUnbound(): boolean {
    return this.#bound < this.#facts.length;
  }

  /** Takes a fact; never waits. */
  write(fact: CallFact): void {
    const encoded = encodeFact(fact);
    if (!this.#takes(fact, encoded)) {
      this.#dropped += 1;
      return;
    }
    this.#facts.push(fact);
    this.#isDropped ||= fact.kind === 'dropped';
    this.#isEnded ||= fact.kind === 'end';
    if (this.#chain) this.#note(encoded);
    else if (fact.kind === 'grant') this.#begin();
    if (fact.kind === 'dropped') this.journal.takeBack(this.recordingId, 'begun');
    this.#tellIfSettled();
    this.onFact();
  }

  /**
   * Resolves when everything written so far is on the disk; a failing journal is tried again until it is. Once what was kept is to go that
   * is tried only once: what goes must not wait for the room that a full disk has when it is gone.
   */
  async durable(): Promise<void> {
    if (!(await this.journal.syncSoon()) && !this.#isDropped) await this.#untilDurable();
  }

  async #untilDurable(): Promise<void> {
    while (!(await this.journal.syncSoon())) await new Promise((resolve) => setTimeout(resolve, tryAgainMs).unref());
  }

  /**
   * Resolves when everything written so far outlives this recorder. From the first grant on that is the journal's disk, since recovery
   * goes by what stands there and not by rows; before a grant the journal holds nothing of a call, and only rows outlive it.
   */
  async secured(): Promise<void> {
    const upTo = this.#facts.length;
    if (this.#bound >= upTo && !this.#chain) return;
    await (this.#chain ? this.#untilDurable() : new Promise<void>((tell) => this.#awaited.push({ upTo, tell })));
  }

  /**
   * Resolves when the call is over and every fact of it has its row, so that what is told of it then is what the books say; or when the
   * books refuse it for good, and its facts are all that anybody knows of it.
   */
  whenSettled(): Promise<void> {
    return this.#settled;
  }

  /** The books refuse the call for good, as far as anybody knows. */
  setAside(): void {
    this.#isSetAside = true;
    this.#tellIfSettled();
  }

  /** The next facts that have no rows yet, at most so many. */
  unbound(limit: number): readonly CallFact[] {
    return this.#facts.slice(this.#bound, this.#bound + limit);
  }

  /** So many more facts stand in the books; after the last one of a call that is over, the journal needs it no more. */
  bound(count: number): void {
    this.#bound += count;
    this.#isSetAside = false;
    this.#tellBound();
    this.#tellIfSettled();
    if (!this.#chain) return;
    if (this.#isEnded && !this.hasUnbound) this.#leaveJournal();
    else this.journal.bind(this.recordingId, this.#bound);
  }

  /** What comes from outside is clipped where it is taken; should anything get past that, it costs one fact and not the call. */
  #takes(fact: CallFact, encoded: string): boolean {
    if (this.#closed || (this.#facts.length >= mostFacts && dispensable.includes(fact.kind))) return false;
    const bytes = Buffer.byteLength(encoded);
    if (bytes <= longestFact) return true;
    diagnostics.record(factLeftOut, { recording: this.recordingId, fact: fact.kind, bytes });
    return false;
  }

  #begin(): void {
    const ownerKey = this.terms.ownerKey();
    const { recordingId, owner } = this.terms;
    this.#chain = beginFactChain({ recordingId, owner, ownerKey });
    for (const fact of this.#facts) this.#note(encodeFact(fact));
  }

  #note(encoded: string): void {
    if (!this.#chain) return;
    const record = this.#chain.seal(encoded);
    this.journal.note(this.recordingId, this.#chain.number, record);
  }

  #tellBound(): void {
    const reached = this.#awaited.filter(({ upTo }) => upTo <= this.#bound);
    this.#awaited = this.#awaited.filter(({ upTo }) => upTo > this.#bound);
    for (const { tell } of reached) tell();
  }

  #tellIfSettled(): void {
    if (this.#isEnded && (this.#isSetAside || !this.hasUnbound)) this.#tellSettled();
  }

  #leaveJournal(): void {
    this.journal.endCall(this.recordingId, this.#bound);
    this.#chain?.close();
    this.#chain = undefined;
    this.#closed = true;
  }
}
