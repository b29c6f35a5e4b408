import type { RefusedCodec } from '@voxkeep/telephony';
import type { TrunkTally } from './trunk-tally.js';

/** The codecs that one call offered in vain, in its INVITE or later: each is counted once of its trunk, however often it is offered. */
export class OfferedInVain {
  readonly #counted = new Set<string>();

  constructor(
    private readonly tally: Pick<TrunkTally, 'refused'>,
    private readonly trunkId: string,
  ) {}

  /** Counts those of an answer that were not counted before. */
  count(refused: readonly RefusedCodec[]): void {
    for (const { codec, reason } of refused) {
      const name = `${codec} ${reason}`;
      if (this.#counted.has(name)) continue;
      this.#counted.add(name);
      this.tally.refused(this.trunkId, codec, reason);
    }
  }
}
