import { performance } from 'node:perf_hooks';
import type { PreMinted } from '@voxkeep/keyring';
import type { Clock } from '../../media/clock.js';
import type { Binder } from '../books/binder.js';
import type { SessionRoom } from '../session-room.js';
import { DiskLook } from './disk-look.js';
import { Lateness } from './lateness.js';
import { LoopShare } from './loop-share.js';
import { SetUps } from './set-ups.js';

/** Why no further call is taken now; the first that holds. */
export type Refusing = 'stopping' | 'disk' | 'journal' | 'ports' | 'keys' | 'books' | 'set-ups' | 'busy' | 'full';

/** What the recorder holds at most; what is beyond is refused at once, never half kept. */
export interface CapacityLimits {
  /** Calls that may be answered at one time: an answer takes milliseconds, so more means that answers are late already. */
  readonly setUps: number;
  /** Calls that may begin in one moment; those that follow wait for their share of the event loop. */
  readonly burst: number;
  /**
   * Calls that are taken however late the event loop is: neither a machine that is busy with other things nor the calls of another trunk
   * are a reason to take none. Trunks that have calls or ask for them have equal shares, of at least one.
   */
  readonly fewCalls: number;
  /** Lateness of the event loop, in milliseconds, at which an answer would come too late: it takes several rounds. */
  readonly loopDelayMs: number;
  /** Lateness of the event loop, in milliseconds, beyond which rows wait for answers and audio. */
  readonly rowsGiveWayMs: number;
  /** Share of the event loop that calls may take together; the rest is for setting up, for ending, and for a neighbour's bad moment. */
  readonly loopShare: number;
  /** Share of what may wait for the journal's disk. */
  readonly journalLoad: number;
  /** How long facts may wait for their rows. */
  readonly booksLagMs: number;
}

/** Sockets hold seconds of a stream, so it is the answers that a late event loop hurts first. */
export const capacityLimits: CapacityLimits = {
  setUps: 24,
  burst: 48,
  fewCalls: 10,
  loopDelayMs: 150,
  rowsGiveWayMs: 50,
  loopShare: 0.75,
  journalLoad: 0.5,
  booksLagMs: 600_000,
};
/** Calls that are live. */
export interface LiveCalls {
  readonly all: number;
  readonly ofTrunk: number;
  /** Trunks that have any. */
  readonly trunks: number;
}

const lookEveryMs = 1000;
const beatMs = 20;
/** So long the first answers are waited for. */
const firstLookMs = 3000;
/** How often a vault that takes files is tried; one that does not, at every look. */
const tryVaultEveryMs = 5000;

/**
 * Whether another call can be taken; asked before anything of an INVITE is parsed, so it only reads what was looked up before. Media of
 * the calls that are there come before the setting-up of new ones.
 */
export class Capacity {
  readonly #vault: DiskLook;
  readonly #journal: DiskLook;
  readonly #trial: DiskLook;
  #tryVaultAt = 0;
  #stopping = false;
  readonly #stops: (() => void)[] = [];
  readonly #lateness: Lateness;
  readonly #setUps: SetUps;
  readonly #share = new LoopShare();
  #loop = loopNow();
  #turnedOver = 0;

  constructor(
    private readonly room: Pick<SessionRoom, 'stores' | 'ports'>,
    private readonly owners: Pick<PreMinted, 'depth'>,
    private readonly binder: Pick<Binder, 'lagMs'>,
    private readonly clock: Clock,
    private readonly limits: CapacityLimits,
  ) {
    const { vault, journal, completion } = room.stores;
    this.#vault = new DiskLook(() => vault.hasRoom());
    this.#journal = new DiskLook(() => journal.hasRoom());
    this.#trial = new DiskLook(() => completion.isPossible());
    this.#lateness = new Lateness(beatMs, clock.now());
    this.#setUps = new SetUps({ atOnce: limits.setUps, burstMs: limits.burst * this.#share.setUpMs });
  }

  /**
   * Looks at the disks of vault and journal now and every second until `stop`, and beats with the event loop. Resolves when they have
   * answered, or have owed the answer for too long: then no call is taken until they do.
   */
  async open(): Promise<void> {
    this.#lateness.beat(this.clock.now());
    this.#stops.push(
      this.clock.every(lookEveryMs, () => void this.look()),
      this.clock.every(beatMs, () => {
        this.#lateness.beat(this.clock.now());
      }),
    );
    let endWait = (): void => undefined;
    const tooLong = new Promise<void>((resolve) => {
      endWait = this.clock.every(firstLookMs, resolve);
      this.#stops.push(resolve);
    });
    await Promise.race([this.look(), tooLong]);
    endWait();
  }

  /** No further call is taken. */
  stop(): void {
    this.#stopping = true;
    for (const stop of this.#stops.splice(0)) stop();
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** How late the event loop is, milliseconds. */
  get loopDelayMs(): number {
    return this.#lateness.at(this.clock.now());
  }

  /** Whether the vault is there, above its watermark, and took a file when it was tried last. */
  get vaultWorks(): boolean {
    return this.#vault.hasRoom && this.room.stores.completion.wasPossible;
  }

  /** Whether the journal has room and reaches its disk. */
  get journalWorks(): boolean {
    return this.#journal.hasRoom && this.room.stores.journal.trouble === undefined;
  }

  /** Whether calls can be taken at all, burst or no burst: the answer to a health check. */
  get inService(): boolean {
    return !this.#stopping && this.vaultWorks && this.journalWorks;
  }

  /** Learns from the last second: how many calls are live, and how many have begun or ended since the start. */
  learn(calls: number, turnedOver: number): void {
    const now = loopNow();
    const { utilization, active, idle } = performance.eventLoopUtilization(now.utilization, this.#loop.utilization);
    const computing = (now.cpuMs - this.#loop.cpuMs) / (active + idle);
    this.#share.learn({ utilization, computing, calls, turnover: turnedOver - this.#turnedOver });
    this.#loop = now;
    this.#turnedOver = turnedOver;
  }

  /** Why no other call of a trunk can be taken now beside so many live ones; `undefined` when it can. */
  refusing(trunkId: string, calls: LiveCalls): Refusing | undefined {
    const { ports, stores } = this.room;
    const held: readonly (readonly [Refusing, boolean])[] = [
      ['stopping', this.#stopping],
      ['disk', !this.vaultWorks],
      ['journal', !this.journalWorks || stores.journal.load > this.limits.journalLoad],
      ['ports', ports.freeFor(trunkId) < 2],
      ['keys', this.owners.depth === 0],
      ['books', this.binder.lagMs > this.limits.booksLagMs],
    ];
    return held.find(([, holds]) => holds)?.[0] ?? this.#crowded(trunkId, calls);
  }

  /** Counts a call of a trunk while it is being answered. */
  setUp<T>(trunkId: string, work: () => Promise<T>): Promise<T> {
    return this.#setUps.run(trunkId, { now: this.clock.now(), costMs: this.#share.setUpMs }, work);
  }

  /** What the event loop does not bear. */
  #crowded(trunkId: string, { all, ofTrunk, trunks }: LiveCalls): Refusing | undefined {
    const { loopShare, loopDelayMs, fewCalls } = this.limits;
    const calls = all + this.#setUps.underWay;
    const allowed = this.#setUps.allows(trunkId, this.clock.now(), loopShare - this.#share.of(calls));
    const sharing = Math.max(ofTrunk === 0 ? trunks + 1 : trunks, this.#setUps.asking);
    const few = Math.max(1, Math.floor(fewCalls / sharing));
    if (ofTrunk + this.#setUps.underWayOf(trunkId) < few) return undefined;
    if (this.loopDelayMs > loopDelayMs) return 'busy';
    if (this.#share.of(calls + 1) > loopShare) return 'full';
    return allowed ? undefined : 'set-ups';
  }

  /** Each for itself: a vault that does not answer holds up no answer about the journal. */
  private async look(): Promise<void> {
    await Promise.all([this.#vault.look(), this.#journal.look(), this.#tryVault()]);
  }

  /** A call under which the vault fails has it tried too, at once. A trial that hangs is a vault that takes no files. */
  async #tryVault(): Promise<void> {
    const { completion } = this.room.stores;
    const now = this.clock.now();
    if (!this.#trial.isAsked && completion.wasPossible && now < this.#tryVaultAt) return;
    this.#tryVaultAt = now + tryVaultEveryMs;
    await this.#trial.look();
    if (!this.#trial.hasRoom) completion.doubt();
  }
}

/** What the event loop has done since it began, and the processor for it. */
function loopNow() {
  const { user, system } = process.threadCpuUsage();
  return { utilization: performance.eventLoopUtilization(), cpuMs: (user + system) / 1000 };
}
