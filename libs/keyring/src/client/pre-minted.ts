import { randomUUID } from 'node:crypto';
import type { KeyRing } from './key-ring.js';
import type { KeyOwner, KeyringClient } from './keyring-client.js';

/** Key owners of one contact that is still to come, with their keys for contact data and media. The taker zeroes `keys`. */
export interface ContactOwners {
  readonly customerOwner: string;
  readonly agentOwner: string;
  readonly keys: KeyRing;
}

export interface PreMintedOptions {
  /** Contacts that can start while the keyring is away; 200 by default. */
  readonly size?: number;
  readonly retryAfterMs?: number;
  /** Runs `work` later and answers how to call that off; a test runs it when it likes. */
  readonly later?: (work: () => void, ms: number) => () => void;
}

const domains = ['contact', 'media'] as const;

/**
 * Owner keys minted ahead, so that a contact starts without a round trip and an outage of the keyring is bridged for as many
 * contacts as there are pairs. The ids are random (v4), because they are older than the contact they will belong to.
 */
export class PreMinted {
  private readonly ready: ContactOwners[] = [];
  private readonly size: number;
  private readonly retryAfterMs: number;
  private readonly later: (work: () => void, ms: number) => () => void;
  private refilling: Promise<void> | undefined;
  private callOff: () => void = () => undefined;
  private stopped = false;

  constructor(
    private readonly keyring: Pick<KeyringClient, 'mint'>,
    { size = 200, retryAfterMs = 1000, later = afterTimeout }: PreMintedOptions = {},
  ) {
    this.size = size;
    this.retryAfterMs = retryAfterMs;
    this.later = later;
  }

  /** How many contacts can start without the keyring. */
  get depth(): number {
    return this.ready.length;
  }

  /** Hands out a pair and refills in the background; `exhausted` when the outage lasted longer than the pool. */
  take(): ContactOwners | 'exhausted' {
    const taken = this.ready.shift();
    void this.refill();
    return taken ?? 'exhausted';
  }

  /** Fills the pool; resolves when it is full or when the keyring did not answer, which is tried again later. */
  refill(): Promise<void> {
    this.refilling ??= this.fill().finally(() => {
      this.refilling = undefined;
    });
    return this.refilling;
  }

  /** Ends refilling and overwrites the keys that nobody took. */
  stop(): void {
    this.stopped = true;
    this.callOff();
    for (const { keys } of this.ready.splice(0)) keys.zero();
  }

  private async fill(): Promise<void> {
    this.callOff();
    try {
      while (!this.stopped && this.ready.length < this.size) await this.mint(this.size - this.ready.length);
    } catch {
      if (!this.stopped) this.callOff = this.later(() => void this.refill(), this.retryAfterMs);
    }
  }

  private async mint(count: number): Promise<void> {
    const pairs = Array.from({ length: count }, () => ({ customerOwner: randomUUID(), agentOwner: randomUUID() }));
    const owners = pairs.flatMap<KeyOwner>(({ customerOwner, agentOwner }) => [
      { ownerId: customerOwner, ownerClass: 'contact-customer' },
      { ownerId: agentOwner, ownerClass: 'contact-agent' },
    ]);
    const minted = await this.keyring.mint(owners, domains);
    const made = pairs.map((pair) => ({ ...pair, keys: minted.only([pair.customerOwner, pair.agentOwner]) }));
    minted.zero();
    // A request that had to be sent twice answers no keys for owners of its first copy; such pairs are left behind.
    const whole = made.filter(({ keys }) => keys.size === 2 * domains.length);
    if (this.stopped) for (const { keys } of whole) keys.zero();
    else this.ready.push(...whole);
  }
}

function afterTimeout(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms).unref();
  return () => {
    clearTimeout(timer);
  };
}
