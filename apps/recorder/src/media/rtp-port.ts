import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { VoxkeepError } from '@voxkeep/contracts';
import { systemCode } from '@voxkeep/platform';
import { SocketDrops } from './socket-drops.js';

const socketDrops = new SocketDrops();

/** No port of the range is free for this holder: answer 503 and count it. */
export interface PortsExhausted {
  readonly refused: 'ports-exhausted';
}

/** Part of a range that is kept for those who are owed ports, in equal shares; the rest is for whoever comes first. */
const owedPart = 1 / 2;

/**
 * The even ports of a range (RFC 3550 §11 leaves the odd one above each to RTCP). A port given back is the last to be used again, so
 * that late packets of the call before do not meet the next one. Nobody takes what others are owed, so no trunk, whatever it offers,
 * leaves another without ports. A trunk that is alone may take all of them.
 */
export class PortPool {
  /** In the order in which they were given back. */
  readonly #free: Set<number>;
  readonly #holders = new Map<number, string>();
  readonly #held = new Map<string, number>();
  readonly #owedInAll: number;

  /**
   * `low` and `high` inclusive; `owed`: ids of those who are owed a share of the range; `begin`: which of the ports is the first, from 0
   * to 1, since a pool that begins where the one before began gives a call the ports of one that its client has not ended. Throws `rtp.port-range` when no even port with
   * its odd neighbour lies between the two.
   */
  constructor(
    low: number,
    high: number,
    private readonly owed: () => readonly string[] = () => [],
    begin = 0,
  ) {
    const first = low + (low % 2);
    const pairs = Math.max(0, Math.floor((high + 1 - first) / 2));
    if (first < 1024 || high > 65_535 || pairs === 0) throw new VoxkeepError('rtp.port-range', { low, high });
    const skipped = Math.floor(begin * pairs);
    this.#free = new Set(Array.from({ length: pairs }, (_, pair) => first + 2 * ((pair + skipped) % pairs)));
    this.#owedInAll = Math.floor(pairs * owedPart);
  }

  /** Ports not in use. */
  get free(): number {
    return this.#free.size;
  }

  /** Ports that this holder may take: those that are free, without what others are owed and do not hold yet. */
  freeFor(holder: string): number {
    const owed = this.owed();
    const share = Math.floor(this.#owedInAll / Math.max(1, owed.length));
    const others = owed.filter((other) => other !== holder);
    const kept = others.reduce((sum, other) => sum + Math.max(0, share - this.#heldBy(other)), 0);
    return Math.max(0, this.free - kept);
  }

  /** Takes the port that has rested longest. */
  take(holder: string): number | PortsExhausted {
    const [port] = this.#free;
    if (port === undefined || this.freeFor(holder) === 0) return { refused: 'ports-exhausted' };
    this.#free.delete(port);
    this.#holders.set(port, holder);
    this.#held.set(holder, this.#heldBy(holder) + 1);
    return port;
  }

  /** Gives a port back. */
  give(port: number): void {
    const holder = this.#holders.get(port);
    if (holder === undefined) return;
    const left = this.#heldBy(holder) - 1;
    if (left === 0) this.#held.delete(holder);
    else this.#held.set(holder, left);
    this.#holders.delete(port);
    this.#free.add(port);
  }

  #heldBy(holder: string): number {
    return this.#held.get(holder) ?? 0;
  }
}

/** Receives one datagram; `bytes` belong to the receiver. */
export type OnDatagram = (bytes: Buffer, from: RemoteInfo) => void;

/** One bound UDP socket of one stream. The default receive buffer holds seconds of it, so it is left as it is. */
export class RtpPort {
  #onDatagram: OnDatagram | undefined;
  #closing: Promise<void> | undefined;
  #errors = 0;

  private constructor(
    readonly port: number,
    private readonly address: string,
    private readonly socket: Socket,
    private readonly pool: PortPool,
  ) {
    socket.on('error', () => {
      this.#errors += 1;
    });
  }

  /**
   * Binds a port of the pool at `address` for `holder`. A port that another program holds is put to the end of the pool and the next one tried,
   * each at most once. Throws `rtp.bind` (cause) when the address itself cannot be bound.
   */
  static async open(pool: PortPool, address: string, holder: string): Promise<RtpPort | PortsExhausted> {
    for (let tries = pool.free; tries > 0; tries -= 1) {
      const port = pool.take(holder);
      if (typeof port !== 'number') return port;
      const bound = await bind(address, port);
      if (typeof bound !== 'string') return new RtpPort(port, address, bound, pool);
      pool.give(port);
      if (bound !== 'EADDRINUSE') throw new VoxkeepError('rtp.bind', { cause: bound });
    }
    return { refused: 'ports-exhausted' };
  }

  /** Errors that the socket reported since it was bound. */
  get errors(): number {
    return this.#errors;
  }

  /** Sends every datagram from now on to `onDatagram`, and to nobody else. */
  deliverTo(onDatagram: OnDatagram): void {
    this.#stopDelivering();
    this.#onDatagram = onDatagram;
    this.socket.on('message', onDatagram);
  }

  /** Datagrams that the system threw away since the port was bound, because this process did not read them in time. */
  drops(): Promise<number> {
    return socketDrops.of(this.address, this.port);
  }

  /** The same as it was at most a second ago: from there on they are counted. */
  dropsLately(): Promise<number> {
    return socketDrops.lately(this.address, this.port);
  }

  /** Closes the socket, then gives the port back. Safe more than once. */
  close(): Promise<void> {
    this.#stopDelivering();
    this.#closing ??= new Promise((closed) => {
      this.socket.close(() => {
        this.pool.give(this.port);
        closed();
      });
    });
    return this.#closing;
  }

  #stopDelivering(): void {
    if (this.#onDatagram) this.socket.off('message', this.#onDatagram);
    this.#onDatagram = undefined;
  }
}

/** The bound socket, or the operating system's code. */
function bind(address: string, port: number): Promise<Socket | string> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  return new Promise((resolve) => {
    const refuse = (failure: Error): void => {
      socket.close();
      resolve(systemCode(failure));
    };
    socket.once('error', refuse);
    socket.bind({ port, address, exclusive: true }, () => {
      socket.off('error', refuse);
      resolve(socket);
    });
  });
}
