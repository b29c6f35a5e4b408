import type { PendingCommand } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import type { Clock } from '../../media/clock.js';
import { commandWaits } from '../events.js';

/** The rest after a command could not be answered doubles up to a minute: so long, at most, waits a withdrawal that could be carried out by now. */
const firstRestMs = 1000;
const longestRestMs = 60_000;
/** After so many rests it has waited for a minute and is told, and from then on every ten minutes: somebody may have to mend what it waits for. */
const quietAttempts = 6;
const toldEvery = 10;

/** Commands that cannot be answered yet. Each is asked for again after a rest of its own, until it can be, and hides no other meanwhile. */
export class WaitingCommands {
  readonly #waiting = new Map<string, { readonly attempts: number; readonly until: number }>();

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** How many wait. */
  get count(): number {
    return this.#waiting.size;
  }

  /** Ids of those that are not to be asked for now. */
  get resting(): readonly string[] {
    const now = this.clock.now();
    return [...this.#waiting].flatMap(([id, { until }]) => (until > now ? [id] : []));
  }

  /** It could not be answered. */
  rest({ id, contactId: contact, kind }: PendingCommand): void {
    const attempt = (this.#waiting.get(id)?.attempts ?? 0) + 1;
    const restMs = Math.min(firstRestMs * 2 ** (attempt - 1), longestRestMs);
    this.#waiting.set(id, { attempts: attempt, until: this.clock.now() + restMs });
    if (attempt > quietAttempts && (attempt - quietAttempts) % toldEvery === 1)
      diagnostics.record(commandWaits, { contact, kind, attempt, againAfterMs: restMs });
  }

  /** It is answered. */
  answered(id: string): void {
    this.#waiting.delete(id);
  }

  /** Forgets those whose rest is over and that were not found any more: somebody else has answered them. */
  found(commands: readonly PendingCommand[], resting: readonly string[]): void {
    const known = new Set([...resting, ...commands.map(({ id }) => id)]);
    for (const id of this.#waiting.keys()) if (!known.has(id)) this.#waiting.delete(id);
  }
}
