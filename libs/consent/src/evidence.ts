/** Who reported an answer. An agent who reports "yes" after a "no" overrides it, which is a right of its own. */
export const answerSources = ['customer', 'ivr', 'integration', 'agent', 'dpo'] as const;
export type AnswerSource = (typeof answerSources)[number];

/** Where a fact can be looked up again: the id of the command, contact event or consent row. Times in epoch ms, of the recorder's clock. */
interface Fact {
  readonly id?: string;
  readonly at: number;
}

/** The wording was played to the customer; a window for keys opens. */
export interface Asked extends Fact {
  readonly kind: 'asked';
  readonly wordingVersion: string;
  readonly by: AnswerSource;
}

/**
 * One key, once per press: `at` is its place in the media, `receivedAt` when it was told, `beganAt` when it went down, which alone tells
 * whether it answers a question: a key is told when it is up again, and a packet or an INFO may come late. Absent: `at`.
 */
export interface Digit extends Fact {
  readonly kind: 'digit';
  /** `shared`: the customer's stream, in which others are heard by now: they may have pressed it, so it refuses and grants nothing. */
  readonly channel: 'customer' | 'agent' | 'mixed' | 'shared';
  readonly digit: string;
  readonly receivedAt: number;
  readonly beganAt?: number;
}

/** An answer through the HTTP interface. `override` is set only where the caller holds the right override-consent. */
export interface ApiAnswer extends Fact {
  readonly kind: 'api';
  readonly given: boolean;
  readonly by: AnswerSource;
  readonly override?: boolean;
  /** A no that is the user's own stop. Absent: it is what the customer said, whoever tells it. */
  readonly isOwnStop?: boolean;
}

/** A standing consent or refusal of the person, made earlier (`at`) and looked up for this contact (`foundAt`). */
export interface StandingAnswer extends Fact {
  readonly kind: 'standing';
  readonly given: boolean;
  readonly purpose: string;
  readonly foundAt: number;
  readonly validUntil: number | null;
  /** Said for every call of the person. Absent: said about this contact, before this session. */
  readonly ofPerson?: boolean;
}

/** The customer, or the Data Protection Officer for the customer, takes it back. */
export interface Withdrawn extends Fact {
  readonly kind: 'withdrawn';
  readonly by: AnswerSource;
}

/** Facts in the order in which they were received; the order itself is evidence. */
export type ConsentEvidence = Asked | Digit | ApiAnswer | StandingAnswer | Withdrawn;
