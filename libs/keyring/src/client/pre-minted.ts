import { randomUUID } from 'node:crypto';
import { KeyRing, type HeldKey } from './key-ring.js';
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
  readonly nowMs?: () => number;
  /** Runs `work` later and answers how to call that off; a test runs it when it likes. */
  readonly later?: (work: () => void, ms: number) => () => void;
}

const domains = ['contact', 'media'] as const;
/** Pairs are replaced at this age: keys are given back for 48 hours from minting, and a call may last long. */
const freshForMs = 24 * 60 * 60 * 1000;

/** Pairs asked for in one request; a call that waits for the first need not wait for all. */
const mintedAtOnce = 100;
/** Share of the pool that may lack before it is refilled: a request for each pair would cost more than the pair. */
const mayLack = 1 / 20;

interface Ready extends ContactOwners {
  readonly mintedMs: number;
}

/**
 * Owner keys minted ahead, so that a contact starts without a round trip and an outage of the keyring is bridged for as many
 * contacts as there are pairs. The ids are random (v4), because they are older than the contact they will belong to.
 */
export class PreMinted {
  private readonly ready: Ready[] = [];
  private readonly nowMs: () => number;
  private readonly waitingForFirst: (() => void)[] = [];
  private readonly size: number;
  private readonly retryAfterMs: number;
  private readonly later: (work: () => void, ms: number) => () => void;
  private refilling: Promise<void> | undefined;
  private callOff: () => void = () => undefined;
  private stopped = false;

  constructor(
    private readonly keyring: Pick<KeyringClient, 'mint'>,
    { size = 200, retryAfterMs = 1000, nowMs = Date.now, later = afterTimeout }: PreMintedOptions = {},
  ) {
    this.size = size;
    this.retryAfterMs = retryAfterMs;
    this.nowMs = nowMs;
    this.later = later;
  }

  /** How many contacts can start without the keyring. */
  get depth(): number {
    return this.ready.length;
  }

  /** Hands out a pair and refills in the background, many at once; `exhausted` when the outage lasted longer than the pool. */
  take(): ContactOwners | 'exhausted' {
    this.leaveOld();
    const taken = this.ready.shift();
    if (this.size - this.ready.length >= Math.max(1, this.size * mayLack)) void this.refill();
    return taken ?? 'exhausted';
  }

  /** Resolves when the first pair is there, or at `stop`. */
  first(): Promise<void> {
    if (this.ready.length > 0 || this.stopped) return Promise.resolve();
    return new Promise((resolve) => this.waitingForFirst.push(resolve));
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
    for (const go of this.waitingForFirst.splice(0)) go();
  }

  /** A quiet site's pairs grow old in the pool; what was made under them could not be recovered after a crash. */
  private leaveOld(): void {
    const oldest = this.nowMs() - freshForMs;
    while (this.ready[0] && this.ready[0].mintedMs < oldest) this.ready.shift()?.keys.zero();
  }

  private async fill(): Promise<void> {
    this.callOff();
    try {
      while (!this.stopped && this.ready.length < this.size)
        await this.mint(Math.min(mintedAtOnce, this.size - this.ready.length));
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
    const mintedMs = this.nowMs();
    const minted = await this.keyring.mint(owners, domains);
    const byOwner = keysByOwner(minted);
    const made = pairs.map(({ customerOwner, agentOwner }) => {
      const keys = new KeyRing([customerOwner, agentOwner].flatMap((owner) => byOwner.get(owner) ?? []));
      return { customerOwner, agentOwner, mintedMs, keys };
    });
    minted.zero();
    // A request that had to be sent twice answers no keys for owners of its first copy; such pairs are left behind.
    const whole = made.filter(({ keys }) => keys.size === 2 * domains.length);
    if (this.stopped) for (const { keys } of whole) keys.zero();
    else this.ready.push(...whole);
    if (whole.length > 0) for (const go of this.waitingForFirst.splice(0)) go();
  }
}

/** One pass over the ring: it holds the keys of hundreds of owners. */
function keysByOwner(minted: KeyRing): ReadonlyMap<string, readonly HeldKey[]> {
  const byOwner = new Map<string, HeldKey[]>();
  for (const held of minted.all()) {
    const others = byOwner.get(held.ownerId);
    if (others) others.push(held);
    else byOwner.set(held.ownerId, [held]);
  }
  return byOwner;
}

function afterTimeout(work: () => void, ms: number): () => void {
  const timer = setTimeout(work, ms).unref();
  return () => {
    clearTimeout(timer);
  };
}
