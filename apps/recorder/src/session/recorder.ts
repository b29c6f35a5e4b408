import { setTimeout as pause } from 'node:timers/promises';
import type { RecorderTrouble } from '@voxkeep/contracts';
import { PreMinted } from '@voxkeep/keyring';
import { diagnostics, VaultStore, type Readiness } from '@voxkeep/platform';
import { systemClock } from '../media/clock.js';
import { Completion } from '../media/completion.js';
import { Journal } from '../media/journal.js';
import { lockFolder } from '../media/journal-lock.js';
import { QuietPorts } from '../media/quiet-ports.js';
import { PortPool } from '../media/rtp-port.js';
import { Turns } from '../media/turns.js';
import { createSipEndpoint, type SipEndpoint } from '../sip/endpoint.js';
import { Capacity, capacityLimits } from './admission/capacity.js';
import { Reception } from './admission/reception.js';
import { TrunkTally } from './admission/trunk-tally.js';
import { TrunkBook } from './admission/trunk-book.js';
import { Binder } from './books/binder.js';
import { CommandDesk } from './commands/command-desk.js';
import { ContactOpening } from './contact/open-contact.js';
import { recorderListening, recoveryFailed } from './events.js';
import { findRemains, type Remains } from './recovery/remains.js';
import { CallRecovery } from './recovery/call-recovery.js';
import type { RecorderOptions, RecorderPeers } from './recorder-terms.js';
import type { SessionRoom } from './session-room.js';
import { Sessions } from './sessions.js';
import { silenceLimits } from './silence-watch.js';
import { journalTrouble, Standing, vaultTrouble } from './standing.js';

interface Open {
  readonly vault: VaultStore;
  readonly journal: Journal;
  readonly capacity: Capacity;
  readonly binder: Binder;
  readonly sessions: Sessions;
  readonly commands: CommandDesk;
  readonly recovery: CallRecovery;
  readonly endpoint: SipEndpoint;
  readonly tally: TrunkTally;
  readonly standing: Standing;
  readonly port: number;
  readonly stopLooking: () => void;
}

const tryAgainMs = 1000;
const goodByeMs = 2000;
const lookEveryMs = 1000;
/** Files of ended segments that are completed at one time. */
const completingAtOnce = 3;
/** Twice what is admitted: pairs for the calls that are there and as many more while the keyring is away. */
const ownersAhead = 700;

/** The recorder as a whole: what must be known, then the door, then what a recorder that died left; and the way back when it is stopped. */
export class Recorder {
  readonly #owners: PreMinted;
  readonly #trunks: TrunkBook;
  readonly #stopped = new AbortController();
  #vault: VaultStore | undefined;
  #open: Open | undefined;
  #quietPorts: QuietPorts | undefined;
  #recovering: Promise<void> = Promise.resolve();
  #unlock: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly peers: RecorderPeers,
    private readonly options: RecorderOptions,
  ) {
    this.#owners = new PreMinted(peers.keyring, { size: options.ownersAhead ?? ownersAhead });
    this.#trunks = new TrunkBook(peers.telephony);
  }

  /** The SIP port, once it is open. */
  get port(): number | undefined {
    return this.#open?.port;
  }

  /** Numbers only: what the SIP side and the sessions counted since the start. */
  get counters(): Readonly<Record<string, number>> {
    const ahead = { ownersAhead: this.#owners.depth };
    if (!this.#open) return { ...ahead, liveSessions: 0 };
    const { sessions, endpoint, binder, capacity, journal, commands } = this.#open;
    return {
      ...{
        ...ahead,
        liveSessions: sessions.count,
        waitingForVault: sessions.waiting,
        ...sessions.counters,
        ...endpoint.counters,
      },
      ...{ unboundCalls: binder.waiting, booksLagMs: Math.round(binder.lagMs), refusedFacts: binder.refusedFacts },
      ...{ callsSetAside: binder.setAside, commandsWaiting: commands.waiting },
      ...{ journalLacksBytes: journal.lacks[0] ?? 0, secondJournalLacksBytes: journal.lacks[1] ?? 0 },
      ...sessions.outcomes.counters,
      ...{ loopDelayMs: Math.round(capacity.loopDelayMs), refusedFrames: journal.refusedFrames },
    };
  }

  /** Names what must work for calls to be recorded; the databases report for themselves. */
  reportTo(readiness: Readiness): void {
    readiness.register('sip', () => Promise.resolve(this.#open !== undefined));
    readiness.register('keyring', async () => (await this.peers.keyring.health()) === 'ready');
    readiness.register('vault', async () => {
      const state = (await this.#vault?.state()) ?? 'here';
      if (state !== 'here') return { because: `vault.${state}` };
      return this.#worksUnless(({ capacity, vault }) => vaultTrouble(capacity, vault));
    });
    readiness.register('journal', () =>
      Promise.resolve(this.#worksUnless(({ capacity, journal }) => journalTrouble(capacity, journal))),
    );
  }

  #worksUnless(troubleIn: (open: Open) => RecorderTrouble | undefined): true | { readonly because: string } {
    const because = this.#open ? troubleIn(this.#open) : 'recorder.starting';
    return because === undefined || { because };
  }

  /**
   * Waits for database and keyring as long as that takes, opens the door, and then finishes what a recorder that died left, beside the
   * calls. Throws `sip.port-in-use`, `sip.cannot-listen`, `rtp.port-range`, `recorder.journal-in-use`, and what the vault's folder throws.
   */
  async start(): Promise<void> {
    const since = performance.now();
    const { directory, ...options } = this.options.vault;
    const vault = await VaultStore.create(directory, options);
    this.#vault = vault;
    this.#unlock = await (this.options.lock ?? lockFolder)(this.options.journalFolder);
    const remains = await this.#untilDone(() => findRemains(this.peers.operative, this.#folders(), this.options.recorderId));
    await this.#untilDone(() => this.#trunks.open());
    void this.#owners.refill();
    await this.#owners.first();
    if (this.#stopped.signal.aborted || !remains) return;
    const open = await this.#openDoor(vault, remains);
    this.#open = open;
    diagnostics.record(recorderListening, {
      port: open.port,
      trunks: this.#trunks.trunkIds.length,
      afterMs: performance.now() - since,
    });
    this.#recovering = open.recovery.run(this.#stopped.signal);
  }

  /** Resolves when what a recorder that died left is finished. */
  recovered(): Promise<void> {
    return this.#recovering;
  }

  /** Takes no further call, says good-bye to those that are live, and finishes their books within two seconds. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    const open = this.#open;
    this.#open = undefined;
    if (open) await this.#close(open);
    await this.#quietPorts?.stop();
    await this.#trunks.close();
    this.#owners.stop();
    await this.#unlock();
  }

  async #close({ capacity, commands, sessions, endpoint, binder, journal, tally, standing, stopLooking }: Open): Promise<void> {
    stopLooking();
    capacity.stop();
    await commands.close();
    const late = pause(goodByeMs, undefined, { ref: false });
    await sessions.endAll(late);
    await endpoint.stop();
    await Promise.race([late, Promise.all([this.#recovering, binder.idle(), tally.close(), standing.settled()])]);
    binder.stop();
    await journal.close();
  }

  #folders(): readonly string[] {
    const { journalFolder, secondJournalFolder } = this.options;
    return secondJournalFolder === undefined ? [journalFolder] : [journalFolder, secondJournalFolder];
  }

  #recoveryOf(
    remains: Remains,
    { binder, sessions }: Pick<Open, 'binder' | 'sessions'>,
    { operative, recorderId, wallMs, stores: { vault } }: SessionRoom,
  ): CallRecovery {
    const { keyring, commands } = this.peers;
    const recordingOf = (queueId: string | null) => this.#trunks.rulesOf(queueId)?.recording;
    const ruleOf = (queueId: string | null) => recordingOf(queueId)?.onWithdrawal ?? 'destroy';
    const modeOf = (queueId: string | null) => recordingOf(queueId)?.mode ?? 'off';
    const { outcomes } = sessions;
    return new CallRecovery(
      { operative, vault, keyring, wallMs, binder, outcomes, modeOf, late: { commands, recorderId, ruleOf } },
      remains,
    );
  }

  async #openDoor(vault: VaultStore, remains: Remains): Promise<Open> {
    const { interrupted } = remains;
    const room = await this.#openRoom(vault);
    const { journal } = room.stores;
    const { operative, telephony } = this.peers;
    const { recorderId } = this.options;
    const limits = { ...capacityLimits, ...this.options.capacity };
    const { clock } = room;
    const binder: Binder = new Binder({
      ...{ books: operative.books, users: telephony, recorderId, clock, interrupted },
      isLate: () => capacity.loopDelayMs > limits.rowsGiveWayMs,
    });
    const capacity = new Capacity(room, this.#owners, binder, clock, limits);
    await capacity.open();
    const contacts = new ContactOpening(
      operative.books,
      this.peers.keyring,
      (queueId) => this.#trunks.collects('contact-data-records', queueId),
      interrupted,
    );
    const sessions = new Sessions(
      this.#trunks,
      new Reception(room, { trunks: this.#trunks, owners: this.#owners, contacts, binder, capacity }),
    );
    const recovery = this.#recoveryOf(remains, { binder, sessions }, room);
    const { consents } = room.operative;
    const commands = new CommandDesk(this.peers.commands, { sessions, binder, recovery, consents }, room);
    await commands.open();
    const endpoint = this.#endpointOf(sessions, capacity, room.tally);
    await this.#quietPorts?.someKnown;
    const { udpPort } = await endpoint.start();
    const standing = new Standing(recorderId, this.peers.standings, room.wallMs);
    const stopLooking = room.clock.every(lookEveryMs, () => {
      standing.look(vaultTrouble(capacity, vault) ?? journalTrouble(capacity, journal) ?? null);
      sessions.look();
      capacity.learn(sessions.count, sessions.counters.opened + sessions.counters.ended);
    });
    const desks = { vault, journal, capacity, binder, sessions, commands, recovery };
    return { ...desks, endpoint, tally: room.tally, standing, port: udpPort, stopLooking };
  }

  #endpointOf(sessions: Sessions, capacity: Capacity, tally: TrunkTally): SipEndpoint {
    const { timers, sip } = this.options;
    return createSipEndpoint({
      ...{ address: sip.address, port: sip.port, handler: sessions },
      capacityLeft: ({ address }) => {
        const trunk = this.#trunks.find(address);
        if (!trunk) return false;
        if (capacity.refusing(trunk.id, sessions.countFor(trunk.id)) === undefined) return true;
        tally.noticed(trunk.id, 'no-room');
        return false;
      },
      inService: () => capacity.inService,
      ...(timers && { timers }),
    });
  }

  async #openRoom(vault: VaultStore): Promise<SessionRoom> {
    const { recorderId, journalFolder, secondJournalFolder, sip, clock = systemClock, wallMs = Date.now } = this.options;
    const { operative, trunkCounts } = this.peers;
    const tally = new TrunkTally(trunkCounts, clock, wallMs);
    const ports = new PortPool(sip.rtpLow, sip.rtpHigh, () => this.#trunks.trunkIds, Math.random());
    this.#quietPorts = new QuietPorts(ports, sip.address);
    const journal = await Journal.open(journalFolder, clock, {
      ...(secondJournalFolder !== undefined && { secondFolder: secondJournalFolder }),
    });
    const turns = new Turns(completingAtOnce);
    const stores = { vault, journal, turns, clock, completion: new Completion(vault, journal, turns) };
    const silence = this.options.silence ?? silenceLimits;
    return { operative, stores, tally, ports, mediaAddress: sip.address, recorderId, silence, clock, wallMs };
  }

  async #untilDone<T>(work: () => Promise<T>): Promise<T | undefined> {
    while (!this.#stopped.signal.aborted) {
      try {
        return await work();
      } catch (error) {
        diagnostics.record(recoveryFailed, { error });
        await this.#rest(tryAgainMs);
      }
    }
    return undefined;
  }

  async #rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
  }
}
