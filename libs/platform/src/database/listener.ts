import { Client } from 'pg';

const reconnectAfterMs = [100, 250, 500, 1000, 2000] as const;

/**
 * One direct connection that LISTENs on one channel and comes back by itself when it breaks. Direct, because PgBouncer in
 * transaction mode loses LISTEN. What was notified while the connection was down is lost, so `onResumed` tells the caller to look.
 */
export class Listener {
  private client: Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;
  private stopped = false;

  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly onNotify: (payload: string) => void,
    private readonly onResumed: () => void,
  ) {}

  /** Connects and listens; throws when the first attempt fails, and then does not try again. */
  async start(): Promise<void> {
    try {
      await this.connect();
    } catch (cause) {
      await this.stop();
      throw cause;
    }
  }

  /** Ends the connection; afterwards nothing is called any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.url,
      application_name: `voxkeep listen ${this.channel}`,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', (message) => {
      this.onNotify(message.payload ?? '');
    });
    client.on('error', () => {
      this.lost(client);
    });
    client.on('end', () => {
      this.lost(client);
    });
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(this.channel)}`);
    this.failures = 0;
  }

  private lost(client: Client): void {
    if (this.stopped || this.client !== client) return;
    this.client = undefined;
    client.end().catch(() => undefined);
    const wait = reconnectAfterMs[Math.min(this.failures, reconnectAfterMs.length - 1)];
    this.failures += 1;
    this.retry = setTimeout(() => void this.resume(), wait);
  }

  private async resume(): Promise<void> {
    try {
      await this.connect();
      if (!this.stopped) this.onResumed();
    } catch {
      if (this.client) this.lost(this.client);
    }
  }
}
