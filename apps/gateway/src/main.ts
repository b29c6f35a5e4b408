import { readFileSync } from 'node:fs';
import { runProgram, settings, type Running } from '@voxkeep/platform';
import { createGateway } from './gateway.js';

void runProgram('gateway', openDoor);

/** Opens the front door on its TLS port; closing it ends what is under way. */
async function openDoor(): Promise<Running> {
  const { gateway, sockets, web } = settings();
  const tls = { certificate: readFileSync(gateway.certificate), key: readFileSync(gateway.key) };
  const door = await createGateway({ sockets: sockets.directory, webDirectory: web.directory, tls });
  await door.listen({ host: gateway.address, port: gateway.port });
  return { close: () => door.close() };
}
