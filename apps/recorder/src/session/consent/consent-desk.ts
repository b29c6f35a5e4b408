import {
  ConsentGate,
  isGranted,
  type AnswerSource,
  type ConsentEvidence,
  type ConsentGrant,
  type Decision,
  type Digit,
  type OnDecision,
  type PartPolicy,
  type StandingAnswer,
} from '@voxkeep/consent';
import type { ConsentEvidenceKind, ConsentState } from '@voxkeep/contracts';
import type { ConsentRecord } from '@voxkeep/operative';
import { diagnostics, newId } from '@voxkeep/platform';
import { consentDecided } from '../events.js';
import type { CallLog } from '../books/call-log.js';
import type { SessionRoom } from '../session-room.js';

/** An answer that came through the interface; `id` is that of the consent row it is recorded under. */
export interface ReportedAnswer {
  readonly id: string | null;
  readonly by: AnswerSource;
  /** A user stops, which is no word of the customer. */
  readonly isOwnStop?: boolean;
}

/** A no that was pressed. */
export type NoByKey = 'refused' | 'withdrawn';

/** The consent of one call: hears every fact, asks the gate, and writes down what was asked and answered, in order. */
export class ConsentDesk {
  readonly #gate: ConsentGate;
  #before: () => void = () => undefined;
  #lookedUp: () => void = () => undefined;
  #wasGranted = false;
  #isRefusedBefore = false;
  #isClosed = false;

  constructor(
    private readonly room: Pick<SessionRoom, 'operative' | 'wallMs'>,
    private readonly policy: PartPolicy,
    private readonly wordingVersion: string | null,
    private readonly log: Pick<CallLog, 'write'>,
  ) {
    this.#gate = new ConsentGate(policy);
    this.#wasGranted = isGranted(this.#gate.decision);
    this.#gate.onChange((decision, because) => {
      this.#decided(decision, because);
    });
  }

  get decision(): Decision {
    return this.#gate.decision;
  }

  /** Whether nobody has said yes yet, and somebody may: after a no nobody needs what comes. */
  get isAwaited(): boolean {
    const { decision } = this;
    return !isGranted(decision) && (decision.refused === 'not-asked' || decision.refused === 'unanswered');
  }

  /** Whether there was a yes at any time. */
  get wasGranted(): boolean {
    return this.#wasGranted;
  }

  /** Whether the no that stands was said before it was found: whatever was kept since was never to be. */
  get isRefusedBefore(): boolean {
    return this.#isRefusedBefore;
  }

  /** Calls back at once, in the turn in which the decision changes. */
  onChange(listener: OnDecision): void {
    this.#gate.onChange(listener);
  }

  /** Calls back when the customer said no by keys, also where that changes nothing in this call. */
  onNoByKey(listener: (no: NoByKey) => void): void {
    this.#gate.onNo((reason, { kind }) => {
      if (kind === 'digit') listener(reason === 'withdrawn' ? 'withdrawn' : 'refused');
    });
  }

  /** Calls back now, and each time after the books were asked what was said in the contact. */
  onLookedUp(listener: () => void): void {
    this.#lookedUp = listener;
    listener();
  }

  /** What the customer said by keys in another call of the contact counts here. */
  hearNo(no: NoByKey): void {
    const said = { id: null, by: 'customer' } as const;
    if (no === 'withdrawn') this.withdrawn(said);
    else this.answered(said, false);
  }

  /** Calls back before what anybody says is weighed: what came earlier, and waits, came before it. */
  beforeWord(listener: () => void): void {
    this.#before = listener;
  }

  /** The trunk's announcement was played before the session began; it is written down as the question that it was. */
  announced(): void {
    this.#write(
      'asked',
      { kind: 'asked', id: newId(), at: this.policy.startedAt, wordingVersion: this.wordingVersion ?? '', by: 'ivr' },
      'announced',
    );
  }

  /** The question was put; a window for keys opens. */
  asked({ id, by }: ReportedAnswer, wordingVersion: string | null): Decision {
    const version = wordingVersion ?? this.wordingVersion ?? '';
    const fact = { kind: 'asked', id: id ?? newId(), at: this.room.wallMs(), wordingVersion: version, by } as const;
    this.#write('asked', fact, by);
    return this.#feed(fact);
  }

  /**
   * A key was pressed on a stream; what it means is the gate's to say. Keys that mean nothing are written nowhere. `heldMs`: how long
   * ago it went down; it is told behind its press, whichever way it comes.
   */
  digit(channel: Digit['channel'], digit: string, heldMs = 0): Decision {
    const at = this.room.wallMs();
    const beganAt = Math.max(at - heldMs, this.#announcedAt);
    return this.#feed({ kind: 'digit', id: newId(), channel, digit, at, receivedAt: at, beganAt });
  }

  /** A yes or no came through the interface. */
  answered({ id, by, isOwnStop = false }: ReportedAnswer, given: boolean): Decision {
    return this.#feed({ kind: 'api', id: id ?? newId(), at: this.room.wallMs(), given, by, isOwnStop });
  }

  /** The customer, or somebody for the customer, takes the yes back. */
  withdrawn({ id, by }: ReportedAnswer): Decision {
    return this.#feed({ kind: 'withdrawn', id: id ?? newId(), at: this.room.wallMs(), by });
  }

  /**
   * What was said about this contact before the session began, or before the books told of it; asked of the database. Answers whether that
   * is a no that outweighs the yes of a part which is closed, so that nobody weighs it any more.
   */
  async lookUpStanding(contactId: string): Promise<boolean> {
    const { purpose } = this.policy;
    const found = await this.room.operative.consents.latestFor({ purpose, contactId }, new Date(this.room.wallMs()));
    const { decision } = this;
    const fact = found && { ...this.#standingFact(found), purpose };
    if (fact) this.#stands(fact);
    this.#lookedUp();
    return this.#isClosed && fact !== undefined && isAgainst(decision, fact);
  }

  /** A no that was found with the contact, before anything of the call was taken. */
  refusedBefore({ id, at }: { readonly id: string; readonly at: Date }): void {
    const times = { at: at.getTime(), foundAt: this.room.wallMs(), validUntil: null };
    this.#stands({ kind: 'standing', id, given: false, purpose: this.policy.purpose, ...times });
  }

  /** What the person said for all calls; `consentId` is the row in which it stands. One that is about a single contact is left alone. */
  async standing(consentId: string): Promise<void> {
    const found = await this.room.operative.consents.find(consentId);
    const isAnswer = found?.contactId === null && found.state !== 'asked' && found.state !== 'expired';
    if (found && isAnswer) this.#feed({ ...this.#standingFact(found), ofPerson: true });
  }

  /** The part is over; a grant ends with it. */
  close(): void {
    this.#isClosed = true;
    this.#gate.close();
  }

  /** The trunk's question was put before the session, so a key that answers it may be down when that begins. */
  get #announcedAt(): number {
    return this.policy.askedBeforeSeconds === null ? -Infinity : this.policy.startedAt;
  }

  #feed(said: Parameters<ConsentGate['feed']>[0]): Decision {
    this.#before();
    return this.#gate.feed(said);
  }

  #stands(fact: StandingAnswer): void {
    this.#isRefusedBefore = !fact.given && (fact.at <= this.policy.startedAt || isAgainst(this.decision, fact));
    this.#feed(fact);
  }

  #standingFact({ id, state, purpose, at, validUntil }: ConsentRecord): StandingAnswer {
    const times = { at: at.getTime(), foundAt: this.room.wallMs(), validUntil: validUntil?.getTime() ?? null };
    return { kind: 'standing', id, given: state === 'given', purpose, ...times };
  }

  #decided(decision: Decision, because: ConsentEvidence): void {
    const granted = isGranted(decision);
    this.#wasGranted ||= granted;
    if (granted) this.#isRefusedBefore = false;
    const { contactId, startedAt } = this.policy;
    diagnostics.record(consentDecided, {
      contact: contactId,
      decision: granted ? 'granted' : decision.refused,
      because: because.kind,
      afterMs: this.room.wallMs() - startedAt,
    });
    const state = stateOf(decision);
    if (state === undefined || because.kind === 'asked' || because.kind === 'standing') return;
    this.#write(state, because, because.kind === 'digit' ? 'digit' : because.by);
  }

  #write(state: ConsentState, fact: ConsentEvidence, evidenceKind: ConsentEvidenceKind): void {
    const asked = fact.kind === 'asked' ? fact.wordingVersion : this.wordingVersion;
    const { purpose } = this.policy;
    const wordingVersion = asked === '' ? null : asked;
    this.log.write({ kind: 'consent', id: fact.id ?? newId(), state, purpose, wordingVersion, evidenceKind, at: fact.at });
  }
}

/** Whether the no of a fact outweighs what was granted: it was said meanwhile, and is only found now. */
function isAgainst(decision: Decision, fact: StandingAnswer): boolean {
  return !fact.given && isGranted(decision) && !(isSpoken(decision) && decision.evidence.at > fact.at);
}

/** A notice or a default is no spoken yes. */
function isSpoken({ evidence: { kind } }: ConsentGrant): boolean {
  return kind === 'digit' || kind === 'api' || kind === 'standing';
}

/** What a change of the decision means as an answer; a user's own stop is none. */
function stateOf(decision: Decision): ConsentState | undefined {
  if (isGranted(decision)) return 'given';
  return decision.refused === 'refused' || decision.refused === 'withdrawn' ? decision.refused : undefined;
}
