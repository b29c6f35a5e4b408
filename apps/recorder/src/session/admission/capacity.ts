import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { PreMinted } from '@voxkeep/keyring';
import type { Clock } from '../../media/clock.js';
import type { Binder } from '../books/binder.js';
import type { SessionRoom } from '../session-room.js';
import { LoopShare } from './loop-share.js';

/** Why no further call is taken now; the first that holds. */
export type Refusing = 'stopping' | 'disk' | 'journal' | 'ports' | 'keys' | 'books' | 'set-ups' | 'busy' | 'full';

/** What the recorder holds at most; what is beyond is refused at once, never half kept. */
export interface CapacityLimits {
  /** Calls that may be answered at one time: an answer takes milliseconds, so more means that answers are late already. */
  readonly setUps: number;
  /** Delay of the event loop, in milliseconds, beyond which packets wait in the sockets for too long. */
  readonly loopDelayMs: number;
  /** Share of the event loop that calls may take together; the rest is for setting up, for ending, and for a neighbour's bad moment. */
  readonly loopShare: number;
  /** Share of what may wait for the journal's disk. */
  readonly journalLoad: number;
  /** How long facts may wait for their rows. */
  readonly booksLagMs: number;
}

/** Sockets hold seconds of a stream, so it is the answers that a delay of the event loop hurts first. */
export const capacityLimits: CapacityLimits = {
  setUps: 24,
  loopDelayMs: 300,
  loopShare: 0.75,
  journalLoad: 0.5,
  booksLagMs: 600_000,
};
const lookEveryMs = 1000;
const delayEveryMs = 100;

/**
 * Whether another call can be taken; asked before anything of an INVITE is parsed, so it only reads what was looked up before. Media of
 * the calls that are there come before the setting-up of new ones.
 */
export class Capacity {
  #vaultHasRoom = false;
  #journalHasRoom = false;
  #stopping = false;
  #settingUp = 0;
  #loopDelayMs = 0;
  readonly #stops: (() => void)[] = [];
  readonly #delays = monitorEventLoopDelay({ resolution: 10 });
  readonly #share = new LoopShare();
  #utilization = performance.eventLoopUtilization();
  #turnedOver = 0;

  constructor(
    private readonly room: Pick<SessionRoom, 'stores' | 'ports'>,
    private readonly owners: Pick<PreMinted, 'depth'>,
    private readonly binder: Pick<Binder, 'lagMs'>,
    private readonly clock: Clock,
    private readonly limits: CapacityLimits,
  ) {}

  /** Looks at the disks of vault and journal now and every second until `stop`, at the event loop ten times a second. */
  async open(): Promise<void> {
    await this.look();
    this.#delays.enable();
    this.#stops.push(
      this.clock.every(lookEveryMs, () => void this.look()),
      this.clock.every(delayEveryMs, () => {
        this.#loopDelayMs = Math.max(this.#delays.percentile(90) / 1e6, 0.7 * this.#loopDelayMs);
        this.#delays.reset();
      }),
    );
  }

  /** No further call is taken. */
  stop(): void {
    this.#stopping = true;
    this.#delays.disable();
    for (const stop of this.#stops.splice(0)) stop();
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** Delay of the event loop in the last tenths of a second, milliseconds. */
  get loopDelayMs(): number {
    return this.#loopDelayMs;
  }

  /** Whether the vault is above its watermark, and the journal has room and reaches its disk. */
  get canStore(): boolean {
    return this.#vaultHasRoom && this.#journalWorks;
  }

  /** Whether calls can be taken at all, burst or no burst: the answer to a health check. */
  get inService(): boolean {
    return !this.#stopping && this.canStore;
  }

  /** Learns from the last second: how many calls are live, and how many have begun or ended since the start. */
  learn(calls: number, turnedOver: number): void {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.#utilization);
    this.#share.learn({ utilization, calls, turnover: turnedOver - this.#turnedOver });
    this.#utilization = now;
    this.#turnedOver = turnedOver;
  }

  /** Why no other call of a trunk can be taken now beside so many live ones; `undefined` when it can. */
  refusing(trunkId: string, calls: number): Refusing | undefined {
    const { ports, stores } = this.room;
    const held: readonly (readonly [Refusing, boolean])[] = [
      ['stopping', this.#stopping],
      ['disk', !this.#vaultHasRoom],
      ['journal', !this.#journalWorks || stores.journal.load > this.limits.journalLoad],
      ['ports', ports.freeFor(trunkId) < 2],
      ['keys', this.owners.depth === 0],
      ['books', this.binder.lagMs > this.limits.booksLagMs],
      ['set-ups', this.#settingUp >= this.limits.setUps],
      ['busy', this.#loopDelayMs > this.limits.loopDelayMs],
      ['full', this.#share.of(calls + this.#settingUp + 1) > this.limits.loopShare],
    ];
    return held.find(([, holds]) => holds)?.[0];
  }

  /** Counts a call while it is being answered. */
  async setUp<T>(work: () => Promise<T>): Promise<T> {
    this.#settingUp += 1;
    try {
      return await work();
    } finally {
      this.#settingUp -= 1;
    }
  }

  get #journalWorks(): boolean {
    return this.#journalHasRoom && this.room.stores.journal.trouble === undefined;
  }

  private async look(): Promise<void> {
    const { vault, journal } = this.room.stores;
    const [vaultHasRoom, journalHasRoom] = await Promise.all([vault.hasRoom().catch(() => false), journal.hasRoom()]);
    this.#vaultHasRoom = vaultHasRoom;
    this.#journalHasRoom = journalHasRoom;
  }
}
