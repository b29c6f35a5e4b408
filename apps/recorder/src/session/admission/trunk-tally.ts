import type { CodecRefusal, OfferedCodecName, TrunkNotice } from '@voxkeep/contracts';
import type { TrunkCount, TrunkCounts } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import type { Clock } from '../../media/clock.js';
import { trunkCountsUntold } from '../events.js';

const tellEveryMs = 5000;
/** Trunks and deeds that differ; a site has a handful. Further ones are not counted until these were told. */
const mostCounted = 1000;

/**
 * Counts what trunks did and their owner should know: codecs offered in vain, calls turned down, packets of strangers. Tells what it counted
 * every five seconds. Nothing is lost while the database is away.
 */
export class TrunkTally {
  #counted = new Map<string, TrunkCount>();
  #telling: Promise<void> = Promise.resolve();
  readonly #stop: () => void;

  constructor(
    private readonly told: Pick<TrunkCounts, 'tell'>,
    clock: Pick<Clock, 'every'>,
    private readonly wallMs: () => number,
  ) {
    this.#stop = clock.every(tellEveryMs, () => void this.tell());
  }

  /** One call of this trunk offered this codec in vain. */
  refused(trunkId: string, codec: OfferedCodecName, reason: CodecRefusal): void {
    this.#add({ trunkId, codec, reason, times: 1 });
  }

  /** Something was noticed about the calls of this trunk. */
  noticed(trunkId: string, notice: TrunkNotice, times = 1): void {
    this.#add({ trunkId, notice, times });
  }

  /** Tells what was counted since the last time; what cannot be told is told with the next. */
  tell(): Promise<void> {
    this.#telling = this.#telling.then(() => this.#tellNow());
    return this.#telling;
  }

  /** Stops counting the time, and tells the rest. */
  async close(): Promise<void> {
    this.#stop();
    await this.tell();
  }

  async #tellNow(): Promise<void> {
    const counted = [...this.#counted.values()];
    if (counted.length === 0) return;
    this.#counted = new Map();
    try {
      await this.told.tell(counted, new Date(this.wallMs()));
    } catch (error) {
      for (const count of counted) this.#add(count);
      diagnostics.record(trunkCountsUntold, { kinds: counted.length, error });
    }
  }

  #add(count: TrunkCount): void {
    const deed = 'notice' in count ? count.notice : `${count.codec} ${count.reason}`;
    const key = `${count.trunkId} ${deed}`;
    const before = this.#counted.get(key);
    if (before === undefined && this.#counted.size >= mostCounted) return;
    this.#counted.set(key, { ...count, times: count.times + (before?.times ?? 0) });
  }
}
