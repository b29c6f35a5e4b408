import type { CodecRefusal, OfferedCodecName } from '@voxkeep/contracts';
import type { CodecRefusals, RefusedCalls } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import type { Clock } from '../../media/clock.js';
import { refusalsUntold } from '../events.js';

const tellEveryMs = 5000;
/** Trunks, codecs and reasons that differ; a site has a handful. Further ones are not counted until these were told. */
const mostCounted = 1000;

/** Counts codecs that were offered in vain, and tells what it counted every five seconds. Nothing is lost while the database is away. */
export class Refusals {
  #counted = new Map<string, RefusedCalls>();
  #telling: Promise<void> = Promise.resolve();
  readonly #stop: () => void;

  constructor(
    private readonly told: Pick<CodecRefusals, 'tell'>,
    clock: Pick<Clock, 'every'>,
    private readonly wallMs: () => number,
  ) {
    this.#stop = clock.every(tellEveryMs, () => void this.tell());
  }

  /** One call of this trunk offered this codec in vain. */
  note(trunkId: string, codec: OfferedCodecName, reason: CodecRefusal): void {
    this.#add({ trunkId, codec, reason, calls: 1 });
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
      for (const refused of counted) this.#add(refused);
      diagnostics.record(refusalsUntold, { kinds: counted.length, error });
    }
  }

  #add(refused: RefusedCalls): void {
    const key = `${refused.trunkId} ${refused.codec} ${refused.reason}`;
    const before = this.#counted.get(key);
    if (before === undefined && this.#counted.size >= mostCounted) return;
    this.#counted.set(key, { ...refused, calls: refused.calls + (before?.calls ?? 0) });
  }
}
