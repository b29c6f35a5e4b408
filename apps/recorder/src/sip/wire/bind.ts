import { VoxkeepError } from '@voxkeep/contracts';
import type { TcpListener } from './tcp-listener.js';
import type { UdpListener } from './udp-listener.js';

const ATTEMPTS = 20;

/**
 * Binds UDP and TCP to the same port. Port 0 takes one that is free for both. Throws `sip.port-in-use` ({port}) or
 * `sip.cannot-listen` ({port, cause: the system's code}).
 */
export async function bindBoth(
  udp: UdpListener,
  tcp: TcpListener,
  address: string,
  port: number,
): Promise<{ readonly udpPort: number; readonly tcpPort: number }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const udpPort = await udp.listen(address, port);
      return { udpPort, tcpPort: await tcp.listen(address, udpPort) };
    } catch (thrown) {
      await udp.close();
      if (port !== 0 || attempt === ATTEMPTS || codeOf(thrown) !== 'EADDRINUSE') throw listenFailure(thrown, port);
    }
  }
}

function listenFailure(thrown: unknown, port: number): VoxkeepError {
  const cause = codeOf(thrown);
  return cause === 'EADDRINUSE'
    ? new VoxkeepError('sip.port-in-use', { port })
    : new VoxkeepError('sip.cannot-listen', { port, cause });
}

const codeOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : 'unknown';
