import { VoxkeepError } from '@voxkeep/contracts';

/** What has to be undone at the end, last done first. Each is undone once, whoever asks and however often. */
export class Undo {
  private readonly steps: (() => Promise<void> | void)[] = [];
  private running: Promise<void> | undefined;

  /** Remembers a step. When the end has already begun, it is undone at once and `appliance.stopping` is thrown, so that nothing more is started. */
  async remember(step: () => Promise<void> | void): Promise<void> {
    if (!this.running) {
      this.steps.push(step);
      return;
    }
    await step();
    throw new VoxkeepError('appliance.stopping');
  }

  get begun(): boolean {
    return this.running !== undefined;
  }

  /** Undoes everything; a step that fails does not keep the others from being undone. */
  all(): Promise<void> {
    this.running ??= this.undo();
    return this.running;
  }

  private async undo(): Promise<void> {
    for (const step of this.steps.reverse()) {
      try {
        await step();
      } catch {
        continue;
      }
    }
  }
}
