import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineCommunicationEvent, said, siteId } from './communication-event.js';
import { CommunicationLog } from './communication-log.js';
import type { OpenGrant } from './open-grant.js';
import { StreamFolder } from './stream-folder.js';
import { newStreamKeyPair, openStream } from './stream-seal.js';

export const rang = defineCommunicationEvent('test.rang', { contact: siteId(), number: said() });
export const canaryNumber = '+37255501234';

/** A folder, a log that writes into it, and grants whose private keys are at hand. `clock` is epoch milliseconds. */
export function aStream() {
  const directory = mkdtempSync(join(tmpdir(), 'vk-streams-'));
  const folder = new StreamFolder(directory);
  const clock = { now: Date.parse('2026-11-22T10:00:00Z') };
  const log = new CommunicationLog(folder, 'recorder', () => new Date(clock.now));
  const keys = newStreamKeyPair();
  const grant = (more: Partial<OpenGrant> = {}): OpenGrant => ({
    id: randomUUID(),
    scopeKind: 'trunk',
    scopeId: 't1',
    publicKey: keys.publicKey,
    numberDigest: null,
    openedAt: new Date(clock.now),
    endsAt: new Date(clock.now + 3_600_000),
    ...more,
  });
  const linesOf = (grantId: string) =>
    folder
      .list(grantId)
      .flatMap((file) =>
        openStream(folder.read(file), keys.privateKey).lines.map(
          (line) => JSON.parse(line.toString()) as Record<string, unknown>,
        ),
      );
  const remove = () => {
    log.close();
    rmSync(directory, { recursive: true });
  };
  return { directory, folder, clock, log, keys, grant, linesOf, remove };
}
