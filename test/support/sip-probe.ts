import { randomUUID } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { patienceMs } from './patience';

const againAfterMs = 250;

/** Asks a SIP server on this machine by OPTIONS over UDP, from `from`, again and again until it answers with a status. */
export function askOptions(port: number, from = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4');
    const ask = (): void => {
      socket.send(optionsFrom(from, socket.address().port), port, '127.0.0.1');
    };
    const end = (): void => {
      clearInterval(asking);
      clearTimeout(patience);
      socket.close();
    };
    let asking: NodeJS.Timeout | undefined;
    const patience = setTimeout(() => {
      end();
      reject(new Error('Nobody answers at the SIP port.'));
    }, patienceMs);
    socket.once('message', (message) => {
      end();
      resolve(Number(/^SIP\/2\.0 (\d{3})/.exec(message.toString())?.[1] ?? 0));
    });
    socket.bind(0, from, () => {
      asking = setInterval(ask, againAfterMs);
      ask();
    });
  });
}

function optionsFrom(address: string, port: number): string {
  const unique = randomUUID();
  const lines = [
    'OPTIONS sip:recorder@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP ${address}:${port};branch=z9hG4bK${unique};rport`,
    `From: <sip:probe@${address}>;tag=${unique}`,
    'To: <sip:recorder@127.0.0.1>',
    `Call-ID: probe-${unique}`,
    'CSeq: 1 OPTIONS',
    'Max-Forwards: 70',
    'Content-Length: 0',
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}
