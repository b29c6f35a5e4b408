import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { VoxkeepError } from '@voxkeep/contracts';
import { systemCode } from '@voxkeep/platform';
import { SocketDrops } from './socket-drops.js';
import type { Source } from './source-pin.js';

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
  /** In nobody's use, and not listened to yet: nobody takes them. */
  readonly #doubted = new Set<number>();
  /** Who spoke to a port while nobody used it, for the next stream there. */
  readonly #speakers = new Map<number, readonly Source[]>();
  readonly #left = new Set<RtpPort>();
  readonly #holders = new Map<number, string>();
  readonly #held = new Map<string, number>();

  /**
   * `low` and `high` inclusive; `owed`: ids of those who are owed a share of the range; `begin`: which of the ports is the first, from 0
   * to 1, since a pool that begins where the one before began gives a call the ports of one that its client has not ended. Throws
   * `rtp.port-range` when no even port with its odd neighbour lies between the two.
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
  }

  /** Ports that may be taken: not in use, and not in doubt. */
  get free(): number {
    return this.#free.size;
  }

  /** Ports that this holder may take: those that are free, without what others are owed and do not hold yet. */
  freeFor(holder: string): number {
    const owed = this.owed();
    const known = this.#free.size + this.#holders.size;
    const share = Math.floor(Math.floor(known * owedPart) / Math.max(1, owed.length));
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

  /** Gives a port back, to which these spoke since its stream was over. */
  give(port: number, speakers: readonly Source[] = []): void {
    if (this.#release(port)) this.#setFree(port, speakers);
  }

  /** Gives a port back that another program holds. */
  doubt(port: number): void {
    if (this.#release(port)) this.#doubted.add(port);
  }

  /** Puts every free port in doubt. */
  doubtAll(): void {
    for (const port of this.#free) this.#doubted.add(port);
    this.#free.clear();
  }

  /** The ports that are in doubt. */
  get doubted(): readonly number[] {
    return [...this.#doubted];
  }

  /** A port that was in doubt was listened to, and these spoke to it: it may be taken, after those that are free. */
  proved(port: number, speakers: readonly Source[]): void {
    if (this.#doubted.delete(port)) this.#setFree(port, speakers);
  }

  /** Who spoke to a port while nobody used it. */
  speakersOf(port: number): readonly Source[] {
    return this.#speakers.get(port) ?? [];
  }

  /** Knows a port whose stream is over and that is not closed yet. */
  leave(port: RtpPort): void {
    this.#left.add(port);
  }

  /** Closes the ports whose streams are over at once, whoever speaks to them. */
  async closeLeft(): Promise<void> {
    await Promise.all([...this.#left].map((port) => port.close()));
  }

  /** What was left and is closed now. */
  forget(port: RtpPort): void {
    this.#left.delete(port);
  }

  #setFree(port: number, speakers: readonly Source[]): void {
    this.#free.add(port);
    if (speakers.length > 0) this.#speakers.set(port, speakers);
    else this.#speakers.delete(port);
  }

  /** Whether somebody held it. */
  #release(port: number): boolean {
    const holder = this.#holders.get(port);
    if (holder === undefined) return false;
    const left = this.#heldBy(holder) - 1;
    if (left === 0) this.#held.delete(holder);
    else this.#held.set(holder, left);
    this.#holders.delete(port);
    return true;
  }

  #heldBy(holder: string): number {
    return this.#held.get(holder) ?? 0;
  }
}

/** Receives one datagram; `bytes` belong to the receiver. */
export type OnDatagram = (bytes: Buffer, from: RemoteInfo) => void;

/** Who speaks to a port before its stream begins, at most; where so many did, everybody may have. */
const mostEarly = 8;
/** So long it is listened to who speaks to a port that nobody uses: five packets of 20 ms. */
export const listensMs = 100;

/** Notes who speaks to a port. */
export function noteSpeaker(speakers: Source[], { address, port }: Source): void {
  if (!isAmong(speakers, { address, port })) speakers.push({ address, port });
}

/** Whether a sender is one of these, or too many spoke to tell. */
const isAmong = (speakers: readonly Source[], { address, port }: Source): boolean =>
  speakers.length === mostEarly || speakers.some((early) => early.port === port && early.address === address);

/** One bound UDP socket of one stream. The default receive buffer holds seconds of it, so it is left as it is. */
export class RtpPort {
  #onDatagram: OnDatagram | undefined;
  #closing: Promise<void> | undefined;
  #errors = 0;
  #early: Source[];
  #listening: NodeJS.Timeout | undefined;
  #wasServed = false;

  private constructor(
    readonly port: number,
    private readonly address: string,
    private readonly socket: Socket,
    private readonly pool: PortPool,
  ) {
    this.#early = [...pool.speakersOf(port)];
    socket.on('message', this.#noteEarly);
    socket.on('error', () => {
      this.#errors += 1;
    });
  }

  /**
   * Binds a port of the pool at `address` for `holder`. A port that another program holds is in doubt from then on and the next one tried,
   * each at most once. Throws `rtp.bind` (cause) when the address itself cannot be bound.
   */
  static async open(pool: PortPool, address: string, holder: string): Promise<RtpPort | PortsExhausted> {
    for (let tries = pool.free; tries > 0; tries -= 1) {
      const port = pool.take(holder);
      if (typeof port !== 'number') return port;
      const bound = await bind(address, port);
      if (typeof bound !== 'string') return new RtpPort(port, address, bound, pool);
      if (bound === 'EADDRINUSE') pool.doubt(port);
      else {
        pool.give(port);
        throw new VoxkeepError('rtp.bind', { cause: bound });
      }
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
    this.#wasServed = true;
    this.#onDatagram = onDatagram;
    this.socket.on('message', onDatagram);
  }

  /** Whether this sender spoke before the stream began: it knew the port from another call, and is none of this one's parties. */
  spokeEarly(from: Source): boolean {
    return isAmong(this.#early, from);
  }

  /** Datagrams that the system threw away since the port was bound, because this process did not read them in time. */
  drops(): Promise<number> {
    return socketDrops.of(this.address, this.port);
  }

  /** The same as it was at most a second ago: from there on they are counted. */
  dropsLately(): Promise<number> {
    return socketDrops.lately(this.address, this.port);
  }

  /**
   * The stream is over. The port stays bound, and its holder's, for a moment in which it is heard who goes on speaking to it: the next stream
   * there will know. Resolves at once; for a port of which nobody can know yet, when it is closed.
   */
  leave(): Promise<void> {
    if (!this.#wasServed && this.#early.length === 0) return this.close();
    this.#stopDelivering();
    if (!this.#closing && !this.#listening) this.#listen();
    return Promise.resolve();
  }

  /** Closes the socket, then gives the port back. Safe more than once. */
  close(): Promise<void> {
    this.#stopDelivering();
    this.socket.off('message', this.#noteEarly);
    clearTimeout(this.#listening);
    this.#closing ??= new Promise((closed) => {
      this.socket.close(() => {
        this.pool.give(this.port, this.#early);
        this.pool.forget(this);
        closed();
      });
    });
    return this.#closing;
  }

  #listen(): void {
    this.#early = [];
    this.socket.on('message', this.#noteEarly);
    this.socket.unref();
    this.pool.leave(this);
    // What lies in the socket when the time is over is read before it is closed.
    this.#listening = setTimeout(() => setImmediate(() => void this.close()), listensMs).unref();
  }

  readonly #noteEarly = (_: Buffer, from: RemoteInfo): void => {
    noteSpeaker(this.#early, from);
  };

  #stopDelivering(): void {
    this.socket.off('message', this.#onDatagram ?? this.#noteEarly);
    this.#onDatagram = undefined;
  }
}

/** The socket, bound to this port at this address alone, or the operating system's code. */
export function bind(address: string, port: number): Promise<Socket | string> {
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
