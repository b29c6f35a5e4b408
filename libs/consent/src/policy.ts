import type { AudioChannel, RecordingMode } from '@voxkeep/contracts';

/** What the keys mean (consent_policy). Keys are one of `0-9 * # A-D`; a null withdrawal sequence means that no key withdraws. */
export interface ConsentKeys {
  readonly acceptKey: string;
  readonly rejectKey: string;
  readonly withdrawalSequence: string | null;
  /** Seconds for which a question stays open for keys. */
  readonly windowSeconds: number;
  /** How often the question may be put again, and how many wrong keys one question forgives. */
  readonly retries: number;
}

/** Everything that is decided before the call about one contact part: whose, what for, which streams, which rules. Times in epoch ms. */
export interface PartPolicy {
  readonly contactId: string;
  /** Purpose code, for example `quality`. */
  readonly purpose: string;
  /**
   * `off` nothing is kept · `by-user` a user starts it · `by-user-on` on until a user stops it · `always-with-notice` kept once the
   * customer was told · `only-with-consent` kept once the customer agreed.
   */
  readonly mode: RecordingMode;
  /** The streams that a grant will name; `mixed` is one stream that holds both speakers. */
  readonly channels: readonly AudioChannel[];
  /** Null where keys have no meaning: then only the API and standing consents answer. */
  readonly keys: ConsentKeys | null;
  readonly startedAt: number;
  /**
   * The trunk's setting "asked before SIPREC starts": the wording is played before the first INVITE, and keys count for so many
   * seconds from `startedAt`. Zero: announced, but no key counts. Null: nothing was announced.
   */
  readonly askedBeforeSeconds: number | null;
  /** Whether a consent that the person gave for all calls counts, once the notice was given. Absent: it does not. A refusal always counts. */
  readonly acceptsStanding?: boolean;
  /** Whether a no after a yes destroys what was kept: it is the last word then, as the part has no second recording. Absent: it does not. */
  readonly destroysOnNo?: boolean;
}
