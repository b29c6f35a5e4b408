import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { SipSource } from '../endpoint.js';
import type { Flow } from './flow.js';
import { plainAddress } from './flow.js';
import { StreamFramer } from './stream-framer.js';
import type { Received } from './udp-listener.js';

const IDLE_MS = 600_000;
const CONNECT_MS = 5000;
const MAX_CONNECTIONS = 512;

export interface TcpDoor {
  readonly admits: (source: SipSource) => boolean;
  readonly received: Received;
  /** A head whose framing is lost; the connection is closed after the reply. */
  readonly broken: (head: string, flow: Flow) => void;
}

/** The TCP side of the endpoint: connections of peers, and our own to a peer whose connection is gone. */
export class TcpListener {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly door: TcpDoor) {}

  /** Listens and returns the port. Rejects with the system's error. */
  async listen(address: string, port: number): Promise<number> {
    const server = createServer((socket) => {
      this.admit(socket);
    });
    server.maxConnections = MAX_CONNECTIONS;
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
    for (const socket of this.sockets) socket.destroy();
    if (server)
      await new Promise<void>((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
  }

  /** An unknown peer's connection is served just long enough to refuse its first request. */
  private admit(socket: Socket): void {
    const flow = this.serve(socket);
    if (!this.door.admits(flow.source)) socket.setTimeout(CONNECT_MS);
  }

  private serve(socket: Socket): Flow {
    const flow = flowOver(socket);
    const framer = new StreamFramer();
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.setTimeout(IDLE_MS);
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (bytes) => {
      this.receive(framer, bytes, flow);
    });
    return flow;
  }

  private receive(framer: StreamFramer, bytes: Buffer, flow: Flow): void {
    for (const framed of framer.push(bytes)) {
      if ('message' in framed) this.door.received(framed.message, flow);
      else if ('keepAlive' in framed) flow.write(Buffer.from('\r\n'));
      else {
        this.door.broken(framed.broken, flow);
        flow.close();
      }
    }
  }
}

function flowOver(socket: Socket): Flow {
  return {
    source: { address: plainAddress(socket.remoteAddress ?? ''), port: socket.remotePort ?? 0, transport: 'tcp' },
    reliable: true,
    get open() {
      return socket.writable;
    },
    write: (bytes) => {
      if (socket.writable) socket.write(bytes);
    },
    close: () => {
      socket.end();
    },
  };
}
