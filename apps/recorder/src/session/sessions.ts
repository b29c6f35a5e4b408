import type { Answer, EndReason, InfoDigit, Offer, SipDialog, SipHandler, SipSource } from '../sip/endpoint.js';
import type { LiveCalls } from './admission/capacity.js';
import type { Reception, Received, Refused, Succession } from './admission/reception.js';
import type { TrunkBook } from './admission/trunk-book.js';
import { TrunkCalls } from './admission/trunk-calls.js';
import type { ContactEndReason } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import { beside } from './beside.js';
import { OutcomeTally } from './ending/outcome-tally.js';
import { sayGoodBye } from './ending/say-good-bye.js';
import { logEnding } from './ending/tell-ending.js';
import { tellWaiting } from './ending/tell-waiting.js';
import { endingFailed, stepFailed, type InvitationRefusal } from './events.js';
import { hearNoesOf, tellNo } from './consent/noes-of-contact.js';
import { Reoffers, type AnotherCustomer } from './reoffers.js';
import type { RecordingSession } from './recording-session.js';

interface Live {
  readonly session: RecordingSession;
  readonly reoffers: Reoffers;
  dialog?: SipDialog;
}

/** A dialog whose call has ended and whose next one is being set up. */
interface Between {
  /** The dialog ended meanwhile. */
  ended?: EndReason;
}

/** What the recorder counts; numbers only. */
export interface SessionCounters {
  opened: number;
  ended: number;
  refused: number;
}

/** The status of each refusal. None says when to come back: a client would leave the whole recorder alone for so long. */
const refusals: Readonly<Record<InvitationRefusal, Extract<Answer, { reject: unknown }>['reject']>> = {
  'unknown-source': { status: 403, reason: 'Forbidden' },
  'not-marked': { status: 488, reason: 'Not Acceptable Here' },
  'nothing-storable': { status: 488, reason: 'Not Acceptable Here' },
  'ports-exhausted': { status: 503, reason: 'Service Unavailable' },
  'keys-exhausted': { status: 503, reason: 'Service Unavailable' },
  stopping: { status: 503, reason: 'Service Unavailable' },
};

const gone = { reject: { status: 481, reason: 'Call/Transaction Does Not Exist' } } satisfies Answer;
const isGone = (answer: Answer): boolean => 'reject' in answer && answer.reject.status === gone.reject.status;
/** The request before is not answered yet (RFC 3261 §14.2). */
const notYet: Answer = { reject: { status: 500, reason: 'Server Internal Error', retryAfter: 1 } };

/** Sessions that may wait for their vault before they count as calls. */
const mostWaiting = 1000;

const waitsForVault = ({ isOver, kept }: RecordingSession): boolean => isOver && kept.waitsForVault;

/** The live sessions of this recorder, as the SIP side and the commands find them. */
export class Sessions implements SipHandler {
  readonly counters: SessionCounters = { opened: 0, ended: 0, refused: 0 };
  /** How the calls of this recorder ended, and those that it found. */
  readonly outcomes = new OutcomeTally();
  readonly #byCall = new Map<string, Live>();
  readonly #between = new Map<string, Between>();
  readonly #ending = new Map<RecordingSession, Promise<void>>();
  /** Those of them that were found waiting for their vault when that was looked at last. */
  readonly #waiting = new Set<RecordingSession>();
  readonly #ofTrunks = new TrunkCalls();
  #stopping = false;

  constructor(
    private readonly trunks: TrunkBook,
    private readonly reception: Reception,
  ) {}

  /**
   * Sessions that are live or whose outcome is being counted. One that is over and waits for its vault takes nothing of what calls need
   * but memory, so a thousand of those count for nothing.
   */
  get count(): number {
    const { waiting } = this;
    return this.#byCall.size + this.#ending.size - waiting + Math.max(0, waiting - mostWaiting);
  }

  /**
   * Sessions that are over and whose vault refuses what is left to do, as of the last look: their outcome is told when that is done, here or
   * after a restart.
   */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** All of them beside those of one trunk, and how many trunks have any; asked at each INVITE, so nothing is walked through. */
  countFor(trunkId: string): LiveCalls {
    return { all: this.count, ofTrunk: this.#ofTrunks.of(trunkId), trunks: this.#ofTrunks.trunks };
  }

  admits({ address }: SipSource): 'known' | 'unknown' {
    return this.trunks.find(address) ? 'known' : 'unknown';
  }

  onOffer(offer: Offer): Promise<Answer> {
    return this.#receive(offer);
  }

  async #receive(offer: Offer, before?: Succession): Promise<Answer> {
    const received = await this.reception.receive(offer, before);
    if ('refused' in received) return this.#refuse(received);
    this.counters.opened += 1;
    this.#byCall.set(offer.callId, this.#live(received));
    this.#shareNoes(received.session);
    this.#ofTrunks.come(received.session.terms.trunk.id);
    if (!this.#stopping) return received.answer;
    void this.end(received.session, 'recorder-stopped');
    return this.#refuse({ refused: 'stopping' });
  }

  onEstablished(dialog: SipDialog): void {
    const live = this.#byCall.get(dialog.callId);
    if (!live) return;
    live.dialog = dialog;
    live.session.establish(dialog);
  }

  /** One that waited behind the request that brought another customer is the next call's: the dialog goes on. */
  async onReoffer(callId: string, offer: Offer): Promise<Answer> {
    const live = this.#byCall.get(callId);
    if (!live) return this.#between.has(callId) ? notYet : gone;
    const answer = await live.reoffers.answer(offer);
    const isAnother = this.#between.has(callId) || (this.#byCall.get(callId) ?? live) !== live;
    return isAnother && isGone(answer) ? this.onReoffer(callId, offer) : answer;
  }

  acceptsUnmarked({ address }: SipSource): boolean {
    return this.trunks.find(address)?.acceptsUnmarked ?? false;
  }

  onUnmarked(source: SipSource): Answer {
    return this.#refuse(this.reception.turnDownUnmarked(source));
  }

  onInfoDigit(callId: string, digit: InfoDigit): void {
    this.#byCall.get(callId)?.session.infoDigit(digit);
  }

  onEnd(callId: string, why: EndReason): void {
    const between = this.#between.get(callId);
    if (between) between.ended = why;
    const live = this.#byCall.get(callId);
    if (live) void this.end(live.session, why);
  }

  /** Looks at every live call; to be called once a second. One that breaks is told of and goes on, as do the others. */
  look(): void {
    for (const session of this.#all())
      this.#guarded(session, () => {
        this.#lookAt(session);
      });
    this.#waiting.clear();
    for (const session of this.#ending.keys()) {
      if (!waitsForVault(session)) continue;
      this.#waiting.add(session);
      this.#guarded(session, () => {
        tellWaiting(session.log);
      });
    }
  }

  #guarded({ contactId }: RecordingSession, look: () => void): void {
    try {
      look();
    } catch (error) {
      diagnostics.record(stepFailed, { contact: contactId, step: 'look', attempt: 1, error });
    }
  }

  /** Whether a contact's call is live here, or its outcome is being counted. */
  holds(contactId: string): boolean {
    return [...this.#all(), ...this.#ending.keys()].some((session) => session.contactId === contactId);
  }

  /** Ends a session; `atOnce`: nothing more of it is taken. Resolves when its outcome is told. */
  async end(session: RecordingSession, reason: ContactEndReason, atOnce = false): Promise<void> {
    const { callId } = session.terms;
    if (this.#byCall.get(callId)?.session !== session) return;
    this.#byCall.delete(callId);
    const ended = this.#endAndCount(session, reason, atOnce);
    this.#ending.set(session, ended);
    try {
      await ended;
    } finally {
      this.#ending.delete(session);
      this.#waiting.delete(session);
      this.#ofTrunks.go(session.terms.trunk.id);
      this.counters.ended += 1;
    }
  }

  async #endAndCount(session: RecordingSession, reason: ContactEndReason, atOnce: boolean): Promise<void> {
    try {
      await session.end(reason, atOnce);
    } catch (error) {
      diagnostics.record(endingFailed, { contact: session.contactId, error });
      // Its end may never be told here, and the next start counts for itself.
      this.outcomes.countUntold(session.log);
    }
    void beside(session.contactId, 'count', this.#countOnceSettled(session));
  }

  /** Until the books have all of a call, an erasure of which nobody told its recorder may still take back what was kept. */
  async #countOnceSettled(session: RecordingSession): Promise<void> {
    const { log } = session;
    await log.whenSettled();
    this.outcomes.count(log);
    logEnding(session.contactId, log);
  }

  /** The sessions of a contact; more than one when a client records the same call twice. */
  listOfContact(contactId: string): readonly RecordingSession[] {
    return this.#all().filter((session) => session.contactId === contactId);
  }

  /** Sessions of a contact whose calls are over and whose outcome is not told yet: a no still counts there. */
  listEnding(contactId: string): readonly RecordingSession[] {
    const isTold = ({ log }: RecordingSession) => log.facts.some(({ kind }) => kind === 'end');
    return [...this.#ending.keys()].filter((session) => session.contactId === contactId && !isTold(session));
  }

  /** Says good-bye to every client and finishes every session; one that is being set up ends when it is. What is not finished when `within` resolves, or waits for the vault, is left to the next start. */
  async endAll(within: Promise<unknown>): Promise<void> {
    this.#stopping = true;
    const live = this.#all();
    const saidGoodBye = live.map((session) => session.sayGoodBye('recorder stopped'));
    for (const session of live) void this.end(session, 'recorder-stopped');
    const ending = [...this.#ending].flatMap(([session, ended]) => (waitsForVault(session) ? [] : [ended]));
    await Promise.race([within, Promise.allSettled([...ending, ...saidGoodBye])]);
  }

  #all(): readonly RecordingSession[] {
    return [...this.#byCall.values()].map(({ session }) => session);
  }

  #shareNoes(session: RecordingSession): void {
    session.consent.onNoByKey((no) => {
      tellNo(this.#othersOf(session), no);
    });
    session.consent.onLookedUp(() => {
      hearNoesOf(this.#othersOf(session), session);
    });
  }

  #othersOf(session: RecordingSession): readonly RecordingSession[] {
    const { contactId } = session;
    return [...this.listOfContact(contactId), ...this.listEnding(contactId)].filter((each) => each !== session);
  }

  #lookAt(session: RecordingSession): void {
    session.look((reason) => {
      void session.sayGoodBye(reason);
      void this.end(session, reason);
    });
  }

  #live(received: Received): Live {
    const { session } = received;
    return { session, reoffers: new Reoffers(received, (another) => this.#succeed(session, another)) };
  }

  /**
   * Another customer came into a dialog: nobody asked that one yet. The call that was there ends as by a BYE, in this turn, and another
   * begins as by an INVITE. A dialog in which none can begin is ended: its client must not believe that it is heard.
   */
  async #succeed(session: RecordingSession, { offer, before, tellsPorts }: AnotherCustomer): Promise<Answer> {
    const { callId } = session.terms;
    const dialog = this.#byCall.get(callId)?.dialog;
    const between: Between = {};
    this.#between.set(callId, between);
    const succession = { ...before, contactId: this.reception.newContactId(), follows: session.contactId };
    session.note('contact.followed', undefined, succession.contactId);
    void this.end(session, 'bye', true);
    try {
      const answer = await this.#receive(offer, succession);
      const next = this.#byCall.get(callId);
      if (next) this.#goOn(next, dialog, { ...between, portsTold: tellsPorts() });
      else sayGoodByeBehindAnswer(dialog, session.contactId);
      return answer;
    } catch (failure) {
      sayGoodByeBehindAnswer(dialog, session.contactId);
      throw failure;
    } finally {
      this.#between.delete(callId);
    }
  }

  /** The dialog is the next call's, unless it ended meanwhile. */
  #goOn(next: Live, dialog: SipDialog | undefined, { ended, portsTold }: Between & { readonly portsTold: boolean }): void {
    if (ended) void this.end(next.session, ended);
    if (!dialog || ended) return;
    next.dialog = dialog;
    next.session.establish(dialog, portsTold);
  }

  #refuse({ refused, warning }: Refused): Answer {
    this.counters.refused += 1;
    return { reject: { ...refusals[refused], ...(warning !== undefined && { warning }) } };
  }
}

/** In a turn of its own, so that the answer that is being given leaves first. */
function sayGoodByeBehindAnswer(dialog: SipDialog | undefined, contactId: string): void {
  setImmediate(() => void sayGoodBye(dialog, contactId, 'no call begun'));
}
