import type { http } from '@voxkeep/contracts';
import type { Holding } from './holding.js';

/** Everything of a class, channel and queue whose start lies before this moment is past its term. */
export interface Term {
  readonly class: http.RetentionClassName;
  readonly channel: string | null;
  readonly queueId: string | null;
  readonly before: Date;
}

/** What one rehearsal or run goes by. */
export interface Frame {
  readonly now: Date;
  readonly terms: readonly Term[];
  /** The holds as they stand at the moment of asking. */
  readonly holding: () => Promise<Holding>;
  /** Removes under the holds as they stand; until `work` ends no hold is placed or released. */
  readonly guarded: <T>(work: (holding: Holding) => Promise<T>) => Promise<T>;
}

/** What a class holds and what a run would remove of it. */
export type Measure = http.RehearsalLine;

/** What one step removed. `held` and `failed` are the figures of the whole class so far, the others are added up. */
export type Step = http.RetentionRun['lines'][number];

/** Where a class tells what it has removed, after every batch. */
export interface Progress {
  readonly runId: string;
  readonly add: (step: Step) => Promise<void>;
}

/** One deletion class: counts what is due, and removes it in batches of which each may be done again. */
export interface RetentionClass {
  readonly name: string;
  measure(frame: Frame): Promise<readonly Measure[]>;
  remove(frame: Frame, progress: Progress): Promise<void>;
}

/** A step of a class in a database in which nothing has happened so far. */
export function noStep(name: string, store: string): Step {
  return { class: name, store, removed: 0, held: 0, failed: 0, files: 0, octets: 0, keys: 0, months: 0 };
}

/** The terms of one class; none means that nothing of it is removed (fail-safe, 01 settled 5). */
export function termsOf({ terms }: Frame, name: string): readonly Term[] {
  return terms.filter((term) => term.class === name);
}
