import type { Socket } from 'node:dgram';
import { setImmediate as endOfRound, setTimeout as pause } from 'node:timers/promises';
import { diagnostics } from '@voxkeep/platform';
import { portsHeld, portsSpokenTo } from './events.js';
import { bind, listensMs, noteSpeaker, type PortPool } from './rtp-port.js';
import type { Source } from './source-pin.js';

/** Sockets that are open for listening alone at one time. */
const mostAtOnce = 256;
/** Sockets bound in one round of the event loop, so that calls are not held up. */
const mostInRound = 16;
const againAfterMs = 2000;

interface Ear {
  readonly port: number;
  readonly socket: Socket;
  readonly speakers: Source[];
}

/**
 * Finds out who speaks to the ports of a pool. A recorder that was killed leaves clients that go on sending to its ports, and their calls
 * have the address of every other call of the same trunk. So each port is listened to for `listensMs` before it is given to a call, which
 * then takes nothing of whoever spoke; one that another program holds is tried again.
 */
export class QuietPorts {
  readonly #stopped = new AbortController();
  readonly #over: Promise<void>;
  /** Resolves when the first of the ports were listened to: 256 of them, or all. */
  readonly someKnown: Promise<void>;
  #tellKnown: () => void = () => undefined;
  #held = 0;

  /** Puts all ports of the pool in doubt and begins to listen to them at `address`. */
  constructor(
    private readonly pool: PortPool,
    private readonly address: string,
  ) {
    pool.doubtAll();
    this.someKnown = new Promise((known) => {
      this.#tellKnown = known;
    });
    this.#over = this.#listenOn();
  }

  /** Ends at once: closes what is open for listening, and the ports whose streams are over, whoever speaks to them. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all([this.#over, this.pool.closeLeft()]);
  }

  async #listenOn(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      await this.#listenToAll();
      this.#tellKnown();
      await this.#wait(againAfterMs);
    }
  }

  async #listenToAll(): Promise<void> {
    const ports = this.pool.doubted;
    let [spokenTo, held] = [0, 0];
    for (let from = 0; from < ports.length && !this.#stopped.signal.aborted; from += mostAtOnce) {
      const batch = ports.slice(from, from + mostAtOnce);
      const ears = await this.#ears(batch);
      await this.#wait(listensMs);
      await endOfRound(); // what lies in the sockets when the time is over is read before they are judged
      held += batch.length - ears.length;
      spokenTo += await this.#judge(ears);
      this.#tellKnown();
    }
    if (spokenTo > 0) diagnostics.record(portsSpokenTo, { ports: spokenTo });
    this.#tellHeld(held);
  }

  /** Open ears for these ports; those that cannot be bound stay in doubt. */
  async #ears(ports: readonly number[]): Promise<readonly Ear[]> {
    const ears: Ear[] = [];
    for (const [at, port] of ports.entries()) {
      if (at % mostInRound === 0) await endOfRound();
      const socket = await bind(this.address, port);
      if (typeof socket !== 'string') ears.push(earAt(socket, port));
    }
    return ears;
  }

  /** How many of these ports were spoken to. All may be taken, the quiet ones first, unless the time was cut short. */
  async #judge(ears: readonly Ear[]): Promise<number> {
    await Promise.all(ears.map(({ socket }) => new Promise<void>((closed) => void socket.close(closed))));
    if (this.#stopped.signal.aborted) return 0;
    const spokenTo = ears.filter(({ speakers }) => speakers.length > 0);
    for (const { port, speakers } of [...ears.filter((ear) => !spokenTo.includes(ear)), ...spokenTo])
      this.pool.proved(port, speakers);
    return spokenTo.length;
  }

  /** Told when it has changed. */
  #tellHeld(ports: number): void {
    if (this.#stopped.signal.aborted || ports === this.#held) return;
    this.#held = ports;
    diagnostics.record(portsHeld, { ports });
  }

  async #wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
  }
}

function earAt(socket: Socket, port: number): Ear {
  const ear: Ear = { port, socket, speakers: [] };
  socket.unref();
  socket.on('error', () => undefined);
  socket.on('message', (_, from) => {
    noteSpeaker(ear.speakers, from);
  });
  return ear;
}
