// The floor: a process that binds a socket for each stream and counts what comes. It answers its ports first, and its count when asked.
import { createSocket, type Socket } from 'node:dgram';

let packets = 0;

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.on('message', () => {
    packets += 1;
  });
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  return socket;
}

process.on('message', (asked: { readonly calls: number } | 'count') => {
  if (asked === 'count') process.send?.(packets);
  else
    void Promise.all(Array.from({ length: asked.calls }, () => Promise.all([bound(), bound()]))).then((pairs) =>
      process.send?.(pairs.map((pair) => pair.map((socket) => socket.address().port))),
    );
});
