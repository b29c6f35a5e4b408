import type { SocketTransport } from './socket-transport.js';

const askAgainAfterMs = 1000;

/**
 * Waits at the keyring for the next destruction and calls `onDestroyed`, so that cached keys go at once and not only when they
 * end. When the keyring cannot be asked, what was cached may be destroyed without our hearing of it, so it is dropped as well; and so it is at the
 * first answer, since keys may have been fetched before it.
 */
export class DestructionWatch {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private cursor = '';

  constructor(
    private readonly transport: SocketTransport,
    private readonly onDestroyed: () => void,
  ) {}

  start(): void {
    void this.wait();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async wait(): Promise<void> {
    while (!this.stopped) {
      const cursor = await this.next();
      if (cursor === undefined) {
        this.retryLater();
        return;
      }
      if (cursor !== this.cursor) this.onDestroyed();
      this.cursor = cursor;
    }
  }

  private async next(): Promise<string | undefined> {
    try {
      return (await this.transport.ask('destructions', { after: this.cursor }, true)).cursor;
    } catch {
      this.onDestroyed();
      return undefined;
    }
  }

  private retryLater(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.wait(), askAgainAfterMs);
    this.timer.unref();
  }
}
