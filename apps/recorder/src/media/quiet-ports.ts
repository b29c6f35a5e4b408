import type { Socket } from 'node:dgram';
import { setImmediate as endOfRound, setTimeout as pause } from 'node:timers/promises';
import { diagnostics } from '@voxkeep/platform';
import { portsRest } from './events.js';
import { bind, quietMs, type PortPool } from './rtp-port.js';

/** Sockets that are open for listening alone at one time. */
const mostAtOnce = 256;
/** Sockets bound in one round of the event loop, so that calls are not held up. */
const mostInRound = 16;
const againAfterMs = 2000;

interface Ear {
  readonly port: number;
  readonly socket: Socket;
  packets: number;
}

/**
 * Finds out which ports of a pool nobody speaks to. A recorder that was killed leaves clients that go on sending to its ports, and their
 * calls have the address of every other call of the same trunk. So each port is listened to for `quietMs` before it is given to a call; one
 * that is spoken to, or that another program holds, rests and is listened to again.
 */
export class QuietPorts {
  readonly #stopped = new AbortController();
  readonly #over: Promise<void>;
  /** Resolves when the first of the ports were listened to: 256 of them, or all. */
  readonly someKnown: Promise<void>;
  #tellKnown: () => void = () => undefined;
  #resting = 0;

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
    const resting = { spokenTo: 0, held: 0 };
    for (let from = 0; from < ports.length && !this.#stopped.signal.aborted; from += mostAtOnce) {
      const batch = ports.slice(from, from + mostAtOnce);
      const ears = await this.#ears(batch);
      await this.#wait(quietMs);
      await endOfRound(); // what lies in the sockets when the time is over is read before they are judged
      resting.held += batch.length - ears.length;
      resting.spokenTo += await this.#judge(ears);
      this.#tellKnown();
    }
    this.#tellResting(resting);
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

  /** How many of these ports were spoken to; the others may be taken, unless the time was cut short. */
  async #judge(ears: readonly Ear[]): Promise<number> {
    await Promise.all(ears.map(({ socket }) => new Promise<void>((closed) => void socket.close(closed))));
    if (this.#stopped.signal.aborted) return 0;
    for (const { port, packets } of ears) if (packets === 0) this.pool.proveQuiet(port);
    return ears.filter(({ packets }) => packets > 0).length;
  }

  /** Told when it has changed. */
  #tellResting({ spokenTo, held }: { readonly spokenTo: number; readonly held: number }): void {
    if (this.#stopped.signal.aborted || spokenTo + held === this.#resting) return;
    this.#resting = spokenTo + held;
    diagnostics.record(portsRest, { spokenTo, held });
  }

  async #wait(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
  }
}

function earAt(socket: Socket, port: number): Ear {
  const ear: Ear = { port, socket, packets: 0 };
  socket.unref();
  socket.on('error', () => undefined);
  socket.on('message', () => {
    ear.packets += 1;
  });
  return ear;
}
