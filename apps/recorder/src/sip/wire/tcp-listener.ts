import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { SipSource } from '../endpoint.js';
import type { Flow } from './flow.js';
import { plainAddress } from './flow.js';
import type { MessageHead } from './message-head.js';
import { StreamFramer } from './stream-framer.js';
import type { Received } from './udp-listener.js';

/** What one address may hold of the TCP side. */
export interface TcpLimits {
  /** Connections of one known address at once. */
  readonly perSource: number;
  /** Connections of all strangers together, each long enough to hear its refusal. */
  readonly strangers: number;
  readonly strangersMs: number;
  readonly idleMs: number;
  /** From the first octet of a message to its last. */
  readonly messageMs: number;
  /** Octets of ours that the peer has not read yet. */
  readonly unread: number;
}

export const TCP_LIMITS: TcpLimits = {
  perSource: 256,
  strangers: 16,
  strangersMs: 2000,
  idleMs: 600_000,
  messageMs: 30_000,
  unread: 256 * 1024,
};
const CONNECT_MS = 5000;

export interface TcpDoor {
  readonly admits: (source: SipSource) => boolean;
  readonly received: Received;
  /** A head whose framing is lost; the connection is closed after the reply. */
  readonly broken: (head: MessageHead, status: 400 | 513, flow: Flow) => void;
  /** Milliseconds for which nothing more is read of this source, 0 as a rule. */
  readonly restMs: (source: SipSource) => number;
  /** A connection was closed because of a limit. */
  readonly refused: (why: 'stranger' | 'connections' | 'slow') => void;
}

/** The TCP side of the endpoint: connections of peers, and our own to a peer whose connection is gone. */
export class TcpListener {
  private server: Server | undefined;
  private readonly sockets = new Map<Socket, string>();
  private strangers = 0;

  constructor(
    private readonly door: TcpDoor,
    private readonly limits: TcpLimits = TCP_LIMITS,
  ) {}

  /** Listens and returns the port. Rejects with the system's error. */
  async listen(address: string, port: number): Promise<number> {
    const server = createServer((socket) => {
      this.admit(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, address, () => {
        server.off('error', reject);
        resolve();
      });
    });
    this.server = server;
    return (server.address() as AddressInfo).port;
  }

  /** Opens a connection of our own. Rejects when the peer does not take it within 5 s. */
  async connect(address: string, port: number): Promise<Flow> {
    const socket = connect({ host: address, port });
    const timer = setTimeout(() => socket.destroy(new Error('timed out')), CONNECT_MS);
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.once('connect', resolve);
      });
      return this.serve(socket);
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    for (const socket of this.sockets.keys()) socket.destroy();
    if (server)
      await new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
  }

  /** The source decides first: a stranger never holds what a trunk needs, and each trunk holds its own share only. */
  private admit(socket: Socket): void {
    const source = sourceOf(socket);
    if (!this.door.admits(source)) {
      this.hearStranger(socket);
    } else if (this.countOf(source.address) >= this.limits.perSource) {
      this.door.refused('connections');
      socket.destroy();
    } else {
      this.serve(socket);
    }
  }

  private hearStranger(socket: Socket): void {
    this.door.refused('stranger');
    if (this.strangers >= this.limits.strangers) {
      socket.destroy();
      return;
    }
    this.strangers += 1;
    const patience = setTimeout(() => socket.destroy(), this.limits.strangersMs);
    socket.once('close', () => {
      this.strangers -= 1;
      clearTimeout(patience);
    });
    this.serve(socket);
  }

  private countOf(address: string): number {
    let count = 0;
    for (const held of this.sockets.values()) if (held === address) count += 1;
    return count;
  }

  private serve(socket: Socket): Flow {
    const flow = flowOver(socket, this.limits.unread);
    const framer = new StreamFramer();
    let patience: NodeJS.Timeout | undefined;
    this.sockets.set(socket, flow.source.address);
    socket.setNoDelay(true);
    socket.setTimeout(this.limits.idleMs);
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(patience);
      this.sockets.delete(socket);
    });
    socket.on('data', (bytes) => {
      const whole = this.receive(framer, bytes, flow);
      if (whole > 0 || !framer.isWaiting) {
        clearTimeout(patience);
        patience = undefined;
      }
      if (framer.isWaiting)
        patience ??= setTimeout(() => {
          this.closeSlow(socket);
        }, this.limits.messageMs);
      this.rest(socket, flow.source);
    });
    return flow;
  }

  /** Hands on what is whole and says how many messages that were. */
  private receive(framer: StreamFramer, bytes: Buffer, flow: Flow): number {
    const framed = framer.push(bytes);
    for (const each of framed) {
      if ('message' in each) this.door.received(each.message, flow);
      else if ('keepAlive' in each) flow.write(Buffer.from('\r\n'));
      else {
        this.door.broken(each.broken, each.status, flow);
        flow.close();
      }
    }
    return framed.length;
  }

  private closeSlow(socket: Socket): void {
    this.door.refused('slow');
    socket.destroy();
  }

  /** Reads no further while the source has used up its share, or does not read what we answer. */
  private rest(socket: Socket, source: SipSource): void {
    const wait = this.door.restMs(source);
    if (wait > 0) {
      socket.pause();
      setTimeout(() => socket.resume(), wait).unref();
    } else if (socket.writableNeedDrain) {
      socket.pause();
      socket.once('drain', () => socket.resume());
    }
  }
}

const sourceOf = (socket: Socket): SipSource => ({
  address: plainAddress(socket.remoteAddress ?? ''),
  port: socket.remotePort ?? 0,
  transport: 'tcp',
});

function flowOver(socket: Socket, mostUnread: number): Flow {
  return {
    source: sourceOf(socket),
    reliable: true,
    get open() {
      return socket.writable;
    },
    write: (bytes) => {
      if (!socket.writable) return;
      socket.write(bytes);
      if (socket.writableLength > mostUnread) socket.destroy();
    },
    close: () => {
      socket.destroySoon(); // as soon as what was written has left
    },
  };
}
