import { setTimeout as sleep } from 'node:timers/promises';
import { VoxkeepError } from '@voxkeep/contracts';

/** How long an execution waits for others, and how. A test lets the others do their work in `pause`. */
export class Pace {
  constructor(
    readonly attempts = 120,
    readonly pause: () => Promise<void> = async () => {
      await sleep(500);
    },
    /** Milliseconds that a recorder has for ending a recording. */
    readonly recorderMs = 5000,
  ) {}

  /** Asks until the answer is zero. Throws `code` when it is not after so many attempts: the execution fails and can be resumed. */
  async untilNone(code: string, count: () => Promise<number>): Promise<void> {
    for (let attempt = 0; attempt < this.attempts; attempt++) {
      if ((await count()) === 0) return;
      await this.pause();
    }
    throw new VoxkeepError(code);
  }
}
