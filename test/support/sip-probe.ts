import { createSocket } from 'node:dgram';

const answerWithinMs = 1000;

/** Asks a SIP server on this machine by OPTIONS over UDP, from `from`; the status of its answer, 0 when there was none. */
export function askOptions(port: number, from = '127.0.0.1'): Promise<number> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const finish = (status: number): void => {
      clearTimeout(patience);
      socket.close();
      resolve(status);
    };
    const patience = setTimeout(finish, answerWithinMs, 0);
    socket.once('message', (message) => {
      finish(Number(/^SIP\/2\.0 (\d{3})/.exec(message.toString())?.[1] ?? 0));
    });
    socket.bind(0, from, () => {
      socket.send(optionsFrom(from, socket.address().port), port, '127.0.0.1');
    });
  });
}

function optionsFrom(address: string, port: number): string {
  const unique = `${process.hrtime.bigint()}`;
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
