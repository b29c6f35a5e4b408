import { setTimeout as pause } from 'node:timers/promises';
import type { TelephonyViews } from '@voxkeep/configuration';
import { PreMinted, type KeyringClient } from '@voxkeep/keyring';
import type { RecorderCommands } from '@voxkeep/operative';
import { diagnostics, VaultStore, type Readiness } from '@voxkeep/platform';
import { systemClock, type Clock } from '../media/clock.js';
import { Journal } from '../media/journal.js';
import { PortPool } from '../media/rtp-port.js';
import { createSipEndpoint, type SipEndpoint, type SipEndpointOptions } from '../sip/endpoint.js';
import { Capacity } from './admission/capacity.js';
import { Reception } from './admission/reception.js';
import { TrunkBook } from './admission/trunk-book.js';
import { CommandDesk } from './commands/command-desk.js';
import { ContactOpening } from './contact/open-contact.js';
import { PartyBook } from './contact/party-book.js';
import { recorderListening, recoveryFailed } from './events.js';
import { recoverRecordings } from './recovery/recover-recordings.js';
import type { OperativeKeepers, SessionRoom } from './session-room.js';
import { Sessions } from './sessions.js';

/** How this recorder is set up. */
export interface RecorderOptions {
  readonly recorderId: string;
  readonly sip: { readonly address: string; readonly port: number; readonly rtpLow: number; readonly rtpHigh: number };
  readonly vault: { readonly directory: string; readonly watermarkBytes: number };
  readonly journalFolder: string;
  readonly timers?: SipEndpointOptions['timers'];
  readonly clock?: Clock;
  readonly wallMs?: () => number;
  /** Contacts whose keys are held ready. */
  readonly ownersAhead?: number;
}

/** Other systems that a recorder works with. */
export interface RecorderPeers {
  readonly operative: OperativeKeepers;
  readonly commands: RecorderCommands;
  readonly telephony: TelephonyViews;
  readonly keyring: KeyringClient;
}

interface Open {
  readonly journal: Journal;
  readonly capacity: Capacity;
  readonly sessions: Sessions;
  readonly commands: CommandDesk;
  readonly endpoint: SipEndpoint;
  readonly port: number;
}

const tryAgainMs = 1000;
const goodByeMs = 2000;

/** The recorder as a whole: recovery first, then the door; and the way back when it is stopped. */
export class Recorder {
  readonly #owners: PreMinted;
  readonly #trunks: TrunkBook;
  readonly #stopped = new AbortController();
  #open: Open | undefined;

  constructor(
    private readonly peers: RecorderPeers,
    private readonly options: RecorderOptions,
  ) {
    this.#owners = new PreMinted(peers.keyring, options.ownersAhead === undefined ? {} : { size: options.ownersAhead });
    this.#trunks = new TrunkBook(peers.telephony);
  }

  /** The SIP port, once it is open. */
  get port(): number | undefined {
    return this.#open?.port;
  }

  /** Numbers only: what the SIP side and the sessions counted since the start. */
  get counters(): Readonly<Record<string, number>> {
    const open = this.#open;
    const own = { ownersAhead: this.#owners.depth, liveSessions: open?.sessions.count ?? 0 };
    return { ...own, ...open?.sessions.counters, ...open?.endpoint.counters, refusedFrames: open?.journal.refusedFrames ?? 0 };
  }

  /** Names what must work for calls to be recorded; the databases report for themselves. */
  reportTo(readiness: Readiness): void {
    readiness.register('sip', () => Promise.resolve(this.#open !== undefined));
    readiness.register('keyring', async () => (await this.peers.keyring.health()) === 'ready');
    readiness.register('vault', () => Promise.resolve(this.#open?.capacity.canStore ?? false));
  }

  /**
   * Finishes what a recorder that died left, waiting for database and keyring as long as that takes; then opens the door. Throws
   * `sip.port-in-use`, `sip.cannot-listen`, `rtp.port-range`, and what the vault's folder throws.
   */
  async start(): Promise<void> {
    const since = performance.now();
    const { directory, watermarkBytes } = this.options.vault;
    const vault = await VaultStore.create(directory, { watermarkBytes });
    await this.#untilDone(() => this.#recover(vault));
    await this.#untilDone(() => this.#trunks.open());
    await this.#owners.refill();
    if (this.#stopped.signal.aborted) return;
    const open = await this.#openDoor(vault);
    this.#open = open;
    diagnostics.record(recorderListening, {
      port: open.port,
      trunks: this.#trunks.trunkCount,
      afterMs: performance.now() - since,
    });
  }

  /** Takes no further call, says good-bye to those that are live, and finishes their books within two seconds. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    const open = this.#open;
    this.#open = undefined;
    open?.capacity.stop();
    await open?.commands.close();
    await open?.sessions.endAll(pause(goodByeMs, undefined, { ref: false }));
    await open?.endpoint.stop();
    await open?.journal.close();
    await this.#trunks.close();
    this.#owners.stop();
  }

  async #recover(vault: VaultStore): Promise<void> {
    const { operative, keyring } = this.peers;
    const { recorderId, journalFolder, wallMs = Date.now } = this.options;
    await recoverRecordings({ operative, vault, keyring, recorderId, journalFolder, wallMs });
  }

  async #openDoor(vault: VaultStore): Promise<Open> {
    const room = await this.#openRoom(vault);
    const { journal } = room.stores;
    const capacity = new Capacity(room, this.#owners, room.clock);
    await capacity.open();
    const sessions = new Sessions(this.#trunks, this.#reception(room, capacity));
    const commands = new CommandDesk(this.peers.commands, sessions, room);
    await commands.open();
    const { address, port } = this.options.sip;
    const { timers } = this.options;
    const endpoint = createSipEndpoint({
      ...{ address, port, handler: sessions, capacityLeft: () => capacity.left },
      ...(timers && { timers }),
    });
    const { udpPort } = await endpoint.start();
    return { journal, capacity, sessions, commands, endpoint, port: udpPort };
  }

  async #openRoom(vault: VaultStore): Promise<SessionRoom> {
    const { recorderId, journalFolder, sip, clock = systemClock, wallMs = Date.now } = this.options;
    const journal = await Journal.open(journalFolder, clock);
    const ports = new PortPool(sip.rtpLow, sip.rtpHigh);
    const { operative } = this.peers;
    return { operative, stores: { vault, journal }, ports, mediaAddress: sip.address, recorderId, clock, wallMs };
  }

  #reception(room: SessionRoom, capacity: Capacity): Reception {
    const { keyring, telephony } = this.peers;
    return new Reception(room, {
      trunks: this.#trunks,
      owners: this.#owners,
      contacts: new ContactOpening(room, keyring, (queueId) => this.#trunks.collects('contact-data-records', queueId)),
      peopleOf: (contact, trunk) => new PartyBook(room, contact, trunk, telephony),
      capacity,
    });
  }

  async #untilDone(work: () => Promise<void>): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      try {
        await work();
        return;
      } catch (error) {
        diagnostics.record(recoveryFailed, { error });
        await pause(tryAgainMs, undefined, { signal: this.#stopped.signal }).catch(() => undefined);
      }
    }
  }
}
