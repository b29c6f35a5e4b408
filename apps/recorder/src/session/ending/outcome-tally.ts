import { lossCauseCodes, lossCauses, recordingOutcomes, type LossCause, type RecordingOutcome } from '@voxkeep/contracts';
import { measureChannels } from '@voxkeep/recording';
import type { CallLog } from '../books/call-log.js';
import { toldOutcome } from './told-outcome.js';

/** The facts of a call that is over. */
export type EndedCall = Pick<CallLog, 'recordingId' | 'facts'>;

/**
 * Counts, since the recorder began, how its calls ended and how much granted audio is missing of them: by outcome and by cause, so that
 * there are as many counters as codes, and nothing in them names a call.
 */
export class OutcomeTally {
  readonly #ended = new Map<RecordingOutcome, number>(recordingOutcomes.map((outcome) => [outcome, 0]));
  readonly #missingMs = new Map<LossCause, number>(lossCauseCodes.map((cause) => [cause, 0]));
  /** A recovery that cannot finish everything begins anew, and comes to these once more. */
  readonly #recovered = new Set<string>();

  /** Counts a call whose end is told. Of what was taken back nothing is missing to anybody. */
  count({ facts }: EndedCall): void {
    const end = facts.findLast((fact) => fact.kind === 'end');
    if (end?.kind !== 'end') return;
    this.#countEnd(toldOutcome(end, facts).outcome);
    if (facts.some(({ kind }) => kind === 'dropped')) return;
    for (const { missingMs = [] } of measureChannels(facts, end.atMs))
      for (const [cause, ms] of missingMs) this.#missingMs.set(cause, (this.#missingMs.get(cause) ?? 0) + ms);
  }

  /** Counts a call as failed whose ending failed before its end was told. */
  countUntold({ facts }: EndedCall): void {
    if (!facts.some(({ kind }) => kind === 'end')) this.#countEnd('failed');
  }

  /** Counts a call that a recorder before this one left, once. */
  countRecovered(call: EndedCall): void {
    if (this.#recovered.has(call.recordingId)) return;
    this.#recovered.add(call.recordingId);
    this.count(call);
  }

  /** Counts a call that a recorder before this one left and of which only rows tell, once; rows do not say what is missing of it. */
  countInterrupted(contactId: string, outcome: RecordingOutcome | undefined): void {
    if (outcome === undefined || this.#recovered.has(contactId)) return;
    this.#recovered.add(contactId);
    this.#countEnd(outcome);
  }

  #countEnd(outcome: RecordingOutcome): void {
    this.#ended.set(outcome, (this.#ended.get(outcome) ?? 0) + 1);
  }

  /** `outcome.kept`, `missingSeconds.ours.journal` and their like, each there from the beginning. */
  get counters(): Readonly<Record<string, number>> {
    const ended = [...this.#ended].map(([outcome, calls]) => [`outcome.${outcome}`, calls] as const);
    const missing = [...this.#missingMs].map(
      ([cause, ms]) => [`missingSeconds.${lossCauses[cause]}.${cause}`, Math.round(ms) / 1000] as const,
    );
    return Object.fromEntries([...ended, ...missing]);
  }
}
