import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import type { Flow } from './flow.js';
import { plainAddress } from './flow.js';

const RECEIVE_BUFFER = 4 * 1024 * 1024;

export type Received = (bytes: Buffer, flow: Flow) => void;

/** The UDP side of the endpoint: one socket, a flow for each datagram's sender. */
export class UdpListener {
  private socket: Socket | undefined;

  constructor(private readonly received: Received) {}

  /** Binds and returns the port. Rejects with the system's error. */
  async listen(address: string, port: number): Promise<number> {
    const socket = createSocket({ type: address.includes(':') ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (thrown) => {
        socket.close();
        reject(thrown);
      });
      socket.bind(port, address, () => {
        socket.removeAllListeners('error');
        resolve();
      });
    });
    socket.on('error', () => undefined); // an ICMP error of one peer is not ours
    socket.on('message', (bytes, remote) => {
      if (remote.port === 0) return; // forged: nothing can be sent there, and trying throws
      this.received(bytes, this.flowTo(socket, remote.address, remote.port));
    });
    this.socket = socket;
    return socket.address().port;
  }

  async close(): Promise<void> {
    const socket = this.socket;
    this.socket = undefined;
    if (socket) await new Promise<void>((resolve) => socket.close(resolve));
  }

  private flowTo(socket: Socket, address: string, port: number): Flow {
    const closed = (): boolean => this.socket !== socket;
    return {
      source: { address: plainAddress(address), port, transport: 'udp' },
      reliable: false,
      get open() {
        return !closed();
      },
      write: (bytes) => {
        if (!closed()) socket.send(bytes, port, address);
      },
      close: () => undefined,
    };
  }
}
