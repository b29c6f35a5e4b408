import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

export interface ClientWire {
  readonly localAddress: string;
  readonly localPort: number;
  readonly reliable: boolean;
  send(text: string): void;
  close(): void;
}

export interface WireTarget {
  readonly address: string;
  readonly port: number;
  readonly transport: 'udp' | 'tcp';
}

/** Opens a way to the recorder; `receive` gets whole messages as text. Rejects when nothing listens there (TCP). */
export function openClientWire(target: WireTarget, receive: (text: string) => void, closed: () => void): Promise<ClientWire> {
  return target.transport === 'udp' ? openUdp(target, receive) : openTcp(target, receive, closed);
}

async function openUdp({ address, port }: WireTarget, receive: (text: string) => void): Promise<ClientWire> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('error', () => undefined); // an ICMP error shows as a missing response
  socket.on('message', (bytes) => {
    receive(bytes.toString('utf8'));
  });
  await new Promise<void>((resolve) => {
    socket.connect(port, address, resolve);
  });
  const local = socket.address();
  return {
    localAddress: local.address,
    localPort: local.port,
    reliable: false,
    send: (text) => {
      socket.send(Buffer.from(text), () => undefined);
    },
    close: () => {
      socket.close();
    },
  };
}

async function openTcp({ address, port }: WireTarget, receive: (text: string) => void, closed: () => void): Promise<ClientWire> {
  const socket = connect({ host: address, port });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', resolve);
  });
  let pending = '';
  socket.setEncoding('latin1');
  socket.on('error', () => undefined);
  socket.on('close', closed);
  socket.on('data', (chunk) => {
    pending += chunk.toString();
    for (let size = wholeSize(pending); size > 0; size = wholeSize(pending)) {
      receive(Buffer.from(pending.slice(0, size), 'latin1').toString('utf8'));
      pending = pending.slice(size);
    }
  });
  return {
    localAddress: socket.localAddress ?? '',
    localPort: socket.localPort ?? 0,
    reliable: true,
    send: (text) => {
      if (socket.writable) socket.write(text);
    },
    close: () => {
      socket.destroy();
    },
  };
}

/** Octets of the first whole message, 0 when there is none yet. */
function wholeSize(text: string): number {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const length = Number(/^content-length[ \t]*:[ \t]*(\d+)/im.exec(text.slice(0, end))?.[1] ?? 0);
  return text.length >= end + 4 + length ? end + 4 + length : 0;
}
