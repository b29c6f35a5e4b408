import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { VoxkeepError } from '@voxkeep/contracts';
import { systemCode } from '@voxkeep/platform';
import { SocketDrops } from './socket-drops.js';

const socketDrops = new SocketDrops();

/** No port of the range is free: answer 503 and count it. */
export interface PortsExhausted {
  readonly refused: 'ports-exhausted';
}

/**
 * The even ports of a range (RFC 3550 §11 leaves the odd one above each to RTCP). A port given back is the last to be used again, so
 * that late packets of the call before do not meet the next one.
 */
export class PortPool {
  /** In the order in which they were given back. */
  readonly #free: Set<number>;

  /** `low` and `high` inclusive. Throws `rtp.port-range` when no even port with its odd neighbour lies between them. */
  constructor(low: number, high: number) {
    const first = low + (low % 2);
    const pairs = Math.max(0, Math.floor((high + 1 - first) / 2));
    if (first < 1024 || high > 65_535 || pairs === 0) throw new VoxkeepError('rtp.port-range', { low, high });
    this.#free = new Set(Array.from({ length: pairs }, (_, pair) => first + 2 * pair));
  }

  /** Ports not in use. */
  get free(): number {
    return this.#free.size;
  }

  /** Takes the port that has rested longest. */
  take(): number | PortsExhausted {
    for (const port of this.#free) {
      this.#free.delete(port);
      return port;
    }
    return { refused: 'ports-exhausted' };
  }

  /** Gives a port back. */
  give(port: number): void {
    this.#free.add(port);
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
   * Binds a port of the pool at `address`. A port that another program holds is put to the end of the pool and the next one tried,
   * each at most once. Throws `rtp.bind` (cause) when the address itself cannot be bound.
   */
  static async open(pool: PortPool, address: string): Promise<RtpPort | PortsExhausted> {
    for (let tries = pool.free; tries > 0; tries -= 1) {
      const port = pool.take();
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
