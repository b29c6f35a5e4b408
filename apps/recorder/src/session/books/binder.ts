import type { BookedContact, BookEntry } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';
import type { Clock } from '../../media/clock.js';
import { bindingDelayed, callSetAside, factRefused } from '../events.js';
import { isLasting, isOfOneAlone, isOwedByKeyring, restAfter } from '../failed-step.js';
import { recorderActor, type OperativeKeepers } from '../session-room.js';
import type { BoundCall } from './bound-call.js';
import { entriesOf, sealedNumber } from './entries.js';
import type { UserSource } from './match-user.js';

/** What the binder works with. */
export interface BinderTerms {
  readonly books: OperativeKeepers['books'];
  readonly users: UserSource;
  readonly recorderId: string;
  readonly clock: Clock;
  /** Contacts that count as closed, see `ContactOpening`. */
  readonly interrupted: ReadonlySet<string>;
  /** Whether the event loop is so late that answers and audio want all of it. */
  readonly isLate: () => boolean;
}

/** Calls written at once; the other connections of the pool are for questions and commands. */
const atOnce = 2;
const factsAtOnce = 200;
/** Facts come in company: what follows the first one for so long is written with it. A call that the books do not know yet is told at once. */
const gatherMs = 300;
/** Answers and audio come before rows: while the event loop is late nothing is written, for so long at most, and it is asked again so often. */
const giveWayForMs = 3000;
const lookAgainMs = 100;

/**
 * Brings the facts of calls into the books: call by call in the order in which they have something to tell, many facts in one
 * transaction. While the database is away everything waits, and is written in its order when it is back. A fact that the books refuse
 * for good is told and left out, so that it holds up neither its call nor the others; a call that fails alone rests alone.
 */
export class Binder {
  readonly #queue: BoundCall[] = [];
  readonly #queued = new Set<BoundCall>();
  /** Since when each of them waits, the oldest first; not among them is one that is refused for good, or waits for the keyring's word. */
  readonly #since = new Map<BoundCall, number>();
  /** Calls whose facts are being gathered, and how that is ended. */
  readonly #gathering = new Map<BoundCall, () => void>();
  readonly #idle: (() => void)[] = [];
  /** Calls that failed alone, how often in a row, and whether for good. */
  readonly #aside = new Map<BoundCall, { readonly failures: number; readonly lasting: boolean }>();
  #working = 0;
  #failures = 0;
  #resting = false;
  /** Ends the wait for a loop that is late. */
  #givingWay: (() => void) | undefined;
  #refused = 0;
  #stopped = false;

  constructor(private readonly terms: BinderTerms) {}

  /**
   * Milliseconds that the oldest fact without a row has waited. A call that is refused for good keeps no other from being taken, nor does
   * one of which the keyring does not say whose it is: its owners are minted, the others' too.
   */
  get lagMs(): number {
    const [oldest] = this.#since.values();
    return oldest === undefined ? 0 : this.terms.clock.now() - oldest;
  }

  /** Calls that have something to tell. */
  get waiting(): number {
    return this.#queued.size;
  }

  /** Calls that are refused for good, and tried again seldom. */
  get setAside(): number {
    return [...this.#aside.values()].filter(({ lasting }) => lasting).length;
  }

  /** Whether a call with this recording is among those. */
  hasSetAside(recordingId: string): boolean {
    return [...this.#aside].some(([{ log }, { lasting }]) => lasting && log.recordingId === recordingId);
  }

  /** Whether a call of this contact has something to tell: its end may be among it. */
  holds(contactId: string): boolean {
    return [...this.#queued].some((call) => call.contactId === contactId);
  }

  /** Facts that the books refused for good since the start. */
  get refusedFacts(): number {
    return this.#refused;
  }

  /** The call has something to tell. */
  submit(call: BoundCall): void {
    if (this.#queued.has(call)) return;
    this.#queued.add(call);
    this.#since.set(call, this.terms.clock.now());
    this.#enqueue(call);
  }

  /** Somebody waits for what a contact has to tell: it is gathered no longer. */
  hasten(contactId: string): void {
    for (const call of this.#gathering.keys()) if (call.contactId === contactId) this.#take(call);
  }

  /** Resolves when nothing waits any more; nothing is gathered meanwhile. */
  idle(): Promise<void> {
    if (this.#queued.size === 0) return Promise.resolve();
    const idle = new Promise<void>((resolve) => this.#idle.push(resolve));
    for (const call of this.#gathering.keys()) this.#take(call);
    return idle;
  }

  /** Writes nothing from here on: what is not in the books by now is in the journal, for the next start. */
  stop(): void {
    this.#stopped = true;
    this.#givingWay?.();
    for (const endGathering of this.#gathering.values()) endGathering();
  }

  #enqueue(call: BoundCall): void {
    if (!call.isOpen || this.#idle.length > 0) {
      this.#take(call);
      return;
    }
    this.#gathering.get(call)?.();
    const stop = this.terms.clock.every(gatherMs, () => {
      this.#take(call);
    });
    this.#gathering.set(call, stop);
  }

  #take(call: BoundCall): void {
    this.#gathering.get(call)?.();
    this.#gathering.delete(call);
    this.#queue.push(call);
    this.#go();
  }

  #go(): void {
    while (this.#working < atOnce && !this.#resting && !this.#stopped && !this.#givesWay()) {
      const call = this.#queue.shift();
      if (!call) return;
      this.#working += 1;
      void this.#tell(call).finally(() => {
        this.#working -= 1;
        this.#go();
      });
    }
  }

  #givesWay(): boolean {
    this.#givingWay?.();
    this.#givingWay = undefined;
    const { clock, isLate } = this.terms;
    const mayWait = this.#queue.length > 0 && this.#idle.length === 0;
    if (!mayWait || !isLate() || this.lagMs > giveWayForMs) return false;
    this.#givingWay = clock.every(lookAgainMs, () => {
      this.#go();
    });
    return true;
  }

  async #tell(call: BoundCall): Promise<void> {
    try {
      await this.#bind(call);
      this.#failures = 0;
      this.#aside.delete(call);
      this.#since.delete(call);
      this.#since.set(call, this.terms.clock.now());
    } catch (error) {
      if (this.#stopped) return;
      if (isOfOneAlone(error)) {
        this.#setAside(call, error);
        return;
      }
      this.#rest(error);
    }
    if (call.log.hasUnbound) {
      this.#enqueue(call);
      return;
    }
    this.#queued.delete(call);
    this.#since.delete(call);
    if (this.#queued.size === 0) for (const tell of this.#idle.splice(0)) tell();
  }

  async #bind(call: BoundCall): Promise<void> {
    if (!call.isOpen) await this.#open(call);
    const facts = call.log.unbound(factsAtOnce);
    try {
      await this.#write(call, facts);
    } catch (error) {
      if (!isLasting(error)) throw error;
      for (const fact of facts) await this.#writeAlone(call, fact);
    }
    if (!call.log.hasUnbound && call.log.facts.some(({ kind }) => kind === 'end')) call.onBound();
  }

  /** A contact that is made takes what is told of the call so far in the same transaction. */
  async #open(call: BoundCall): Promise<void> {
    // A call is submitted before its parties are told, in one turn.
    await Promise.resolve();
    const facts = call.contactId === call.session.contactId ? call.log.unbound(factsAtOnce) : [];
    const { contact, written } = await this.#openWith(call, await entriesOf(facts, call, this.terms.users));
    if (written) call.log.bound(facts.length);
    const { contactId } = contact;
    // What was said there is heard before anything else, also where the call had found it: a word told until now went to nobody. Should it
    // fail, all of this is done again.
    if (!contact.created) await call.onAdopted(contact);
    call.contactId = contactId;
    call.isOpen = true;
    call.log.write({ kind: 'in-books', contactId });
  }

  /** What is refused for good is told apart from the opening, fact by fact. */
  async #openWith(call: BoundCall, entries: readonly BookEntry[]): ReturnType<BinderTerms['books']['openWith']> {
    const { books, interrupted } = this.terms;
    const contact = this.#contactOf(call);
    try {
      return await books.openWith(contact, entries, interrupted, recorderActor);
    } catch (error) {
      if (entries.length === 0 || !isLasting(error)) throw error;
      const { contact: opened } = await books.openWith(contact, [], interrupted, recorderActor);
      return { contact: opened, written: false };
    }
  }

  #contactOf(call: BoundCall): BookedContact {
    const {
      contactId: id,
      found,
      trunkId,
      queueId,
      customerOwner,
      agentOwner,
      at,
      attribution,
      number,
      keys,
      shared = [],
    } = call.session;
    const [first, ...others] = keys;
    if (!first) throw new TypeError('session.no-key');
    return {
      ...{ id, found, keys: [first, ...others], channel: 'voice', direction: 'inbound', trunkId, queueId },
      ...{ recorderId: this.terms.recorderId, ownNumber: null, openedAt: new Date(at), connectedAt: new Date(at) },
      ...{ customerOwner, agentOwner, customerNumber: sealedNumber(call, id, number), customerName: null, attributes: null },
      ...{ attribution, shared, companions: call.companions?.() ?? [], mayJoin: call.mayJoin },
    };
  }

  async #write(call: BoundCall, facts: readonly CallFact[]): Promise<void> {
    const entries = await entriesOf(facts, call, this.terms.users);
    if (entries.length > 0 && (await this.terms.books.write(call.contactId, entries, recorderActor)) === 'erased')
      call.onErased();
    call.log.bound(facts.length);
  }

  async #writeAlone(call: BoundCall, fact: CallFact): Promise<void> {
    try {
      await this.#write(call, [fact]);
    } catch (error) {
      if (!isLasting(error)) throw error;
      this.#refused += 1;
      diagnostics.record(factRefused, { contact: call.contactId, fact: fact.kind, error });
      call.log.bound(1);
    }
  }

  /** What is wrong with one call alone rests nobody else. */
  #setAside(call: BoundCall, error: unknown): void {
    const lasting = isLasting(error);
    const failures = (this.#aside.get(call)?.failures ?? 0) + 1;
    this.#aside.set(call, { failures, lasting });
    diagnostics.record(callSetAside, { contact: call.contactId, attempt: failures, lasting, error });
    if (lasting) call.onSetAside?.();
    if (lasting || isOwedByKeyring(error)) this.#since.delete(call);
    else if (!this.#since.has(call)) this.#since.set(call, this.terms.clock.now());
    setTimeout(
      () => {
        this.#queue.push(call);
        this.#go();
      },
      restAfter(failures, lasting),
    ).unref();
  }

  /** A failure to reach the database rests all: what is away is away for every call, and one rest serves all that failed meanwhile. */
  #rest(error: unknown): void {
    this.#failures += 1;
    diagnostics.record(bindingDelayed, { waiting: this.waiting, attempt: this.#failures, error });
    if (this.#resting) return;
    this.#resting = true;
    const stop = this.terms.clock.every(restAfter(this.#failures), () => {
      stop();
      this.#resting = false;
      this.#go();
    });
  }
}
