import type { Database } from '@voxkeep/platform';

export const acknowledgedChannel = 'recorder_acknowledgement';

/** Wakes whoever waits for the answer to a command. One listening connection per process, opened by the first who waits. */
export class Acknowledgements {
  private readonly waiting = new Map<string, () => void>();
  private listening: Promise<() => Promise<void>> | undefined;

  constructor(private readonly operative: Database) {}

  /** Makes sure that notifications arrive from now on; called before the command is written, so that no answer is missed. */
  async ready(): Promise<void> {
    this.listening ??= this.operative.listen(
      acknowledgedChannel,
      (id) => this.waiting.get(id)?.(),
      () => {
        for (const wake of this.waiting.values()) wake();
      },
    );
    try {
      await this.listening;
    } catch (failure) {
      this.listening = undefined;
      throw failure;
    }
  }

  /** Resolves when the command was acknowledged, notifications may have been lost, or `ms` have passed, whichever is first. */
  wait(commandId: string, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.waiting.delete(commandId);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.waiting.set(commandId, wake);
    });
  }

  /** Ends the listening connection. */
  async stop(): Promise<void> {
    const stop = await this.listening?.catch(() => undefined);
    this.listening = undefined;
    await stop?.();
  }
}
