import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { connectKeyring } from '../client/connect-keyring.js';
import type { KeyOwner, KeyringClient } from '../client/keyring-client.js';
import { connectSealDesk, type SealClient } from '../client/seal-client.js';
import { keyringEntities } from '../entities/keyring-entities.js';
import { PassphraseRootKey } from '../root-key/passphrase-root-key.js';
import { createRootKeyFile, RootKeyFile } from '../root-key/root-key-file.js';
import type { RootKeyProvider } from '../root-key/root-key-provider.js';
import { UnlockTries } from '../root-key/unlock-tries.js';
import { clientSocketPath } from './client-socket.js';
import { KeyringServer, type KeyringServerOptions } from './keyring-server.js';

const passphrase = 'quiet harbour lantern 7';
const another = 'seven tired otters 41';
const cost = { memoryKib: 256, passes: 1, lanes: 1 };

describe('a sealed keyring', () => {
  let fresh: FreshDatabase;
  let directory: string;
  let server: KeyringServer;
  let nowMs = 0;
  const closing: { close(): void }[] = [];

  const wrapped = (): string => join(directory, 'root.key.passphrase');
  const keptByPassphrase = (): RootKeyProvider =>
    new PassphraseRootKey(wrapped(), new UnlockTries(`${wrapped()}.tries`, () => nowMs), cost);
  const start = (provider = keptByPassphrase(), options: Partial<KeyringServerOptions> = {}): Promise<'ready' | 'sealed'> => {
    server = new KeyringServer(fresh.database, provider, {
      socketDirectory: directory,
      directoryPerClient: false,
      witnessDirectory: join(directory, 'witness'),
      indexTermsPerMinute: 1000,
      ...options,
    });
    return server.start();
  };
  const closed = <T extends { close(): void }>(client: T): T => {
    closing.push(client);
    return client;
  };
  const desk = (): SealClient => closed(connectSealDesk(clientSocketPath(directory, 'operator', false)));
  const recorder = (): KeyringClient =>
    closed(connectKeyring(clientSocketPath(directory, 'recorder', false), { watchDestructions: false, cacheMs: 0 }));
  const newOwner = (): KeyOwner => ({ ownerId: randomUUID(), ownerClass: 'contact-customer' });
  const audited = async (): Promise<readonly string[]> =>
    (await fresh.database.rows<{ action: string }>('select action from audit_outbox order by id')).map(({ action }) => action);

  beforeEach(async () => {
    fresh = await freshDatabase('keyring', keyringEntities);
    directory = mkdtempSync(join(tmpdir(), 'vk-keyring-'));
    nowMs = 0;
  });
  afterEach(async () => {
    for (const client of closing.splice(0)) client.close();
    await server.stop();
    await fresh.drop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('of a new installation takes the first passphrase and serves, without a restart', async () => {
    expect(await start()).toBe('sealed');
    expect(await desk().standing()).toMatchObject({ state: 'sealed', secret: 'passphrase', firstTime: true });
    const answer = await desk().unseal({ secret: passphrase, firstTime: true });
    expect(answer).toMatchObject({ refused: null, failure: null, standing: { state: 'ready', reason: null } });
    expect((await recorder().mint([newOwner()], ['contact'])).size).toBe(1);
    expect(await audited()).toContain('key.root-set-up');
  });

  describe('after a restart', () => {
    const owner = newOwner();
    beforeEach(async () => {
      await start();
      await desk().unseal({ secret: passphrase, firstTime: true });
      await recorder().mint([owner], ['contact']);
      await server.stop();
      expect(await start()).toBe('sealed');
    });

    it('answers everybody that it is sealed', async () => {
      await expect(recorder().mint([newOwner()], ['contact'])).rejects.toMatchObject({ code: 'keyring.sealed' });
      expect(await recorder().health()).toBe('sealed');
    });

    it('opens by its passphrase for clients that asked while it was sealed', async () => {
      const client = recorder();
      await expect(client.recover([owner])).rejects.toMatchObject({ code: 'keyring.sealed' });
      await desk().unseal({ secret: passphrase });
      expect((await client.recover([owner])).size).toBe(2);
    });

    it('stays sealed by a wrong passphrase, says why, counts it and slows the next', async () => {
      expect(await desk().unseal({ secret: 'not the right words' })).toMatchObject({
        refused: 'wrong-secret',
        standing: { state: 'sealed', reason: 'root-key-locked', failed: 1, waitMs: 1000 },
      });
      expect(await desk().unseal({ secret: passphrase })).toMatchObject({ refused: 'too-soon' });
      expect(await audited()).toEqual(expect.arrayContaining(['key.unseal-refused']));
      nowMs += 1000;
      expect(await desk().unseal({ secret: passphrase })).toMatchObject({ standing: { state: 'ready', failed: 0 } });
    });

    it('opens by the credential that the system hands over', async () => {
      await server.stop();
      expect(await start(keptByPassphrase(), { credential: passphrase })).toBe('ready');
    });

    it('tries a wrong credential once, however often it is started', async () => {
      for (let starts = 0; starts < 3; starts += 1) {
        await server.stop();
        nowMs += 3_600_000;
        expect(await start(keptByPassphrase(), { credential: 'not the right words' })).toBe('sealed');
      }
      expect(await desk().standing()).toMatchObject({ failed: 1 });
    });

    it('opens by a changed passphrase alone', async () => {
      await desk().unseal({ secret: passphrase });
      expect(await desk().changeSecret(passphrase, another)).toMatchObject({ refused: null });
      await server.stop();
      await start();
      expect(await desk().unseal({ secret: passphrase })).toMatchObject({ refused: 'wrong-secret' });
      nowMs += 1000;
      expect(await desk().unseal({ secret: another })).toMatchObject({ standing: { state: 'ready' } });
      expect(await audited()).toContain('key.passphrase-changed');
    });

    it('replaces its root key by one under the same passphrase', async () => {
      await desk().unseal({ secret: passphrase });
      const operator = closed(connectKeyring(clientSocketPath(directory, 'operator', false), { watchDestructions: false }));
      expect(await operator.rotateRoot()).toBe('begun');
      while ((await operator.status()).rootRotation) await new Promise(setImmediate);
      await server.stop();
      await start();
      await desk().unseal({ secret: passphrase });
      expect(await recorder().recover([owner])).toMatchObject({ size: 2 });
      expect(JSON.parse(readFileSync(wrapped(), 'utf8'))).toMatchObject({ current: { version: 2 } });
    });

    it('keeps no secret in its audit rows', async () => {
      await desk().unseal({ secret: 'not the right words' });
      expect(JSON.stringify(await fresh.database.rows('select * from audit_outbox'))).not.toContain('right words');
    });
  });

  it('takes over the root key of a plain file, which is removed', async () => {
    const plain = join(directory, 'root.key');
    await createRootKeyFile(plain);
    await start(new RootKeyFile(plain));
    const owner = newOwner();
    await recorder().mint([owner], ['contact']);
    await server.stop();
    await start(keptByPassphrase(), { plainRootKey: new RootKeyFile(plain) });
    expect(await desk().standing()).toMatchObject({ firstTime: true });
    await desk().unseal({ secret: passphrase, firstTime: true });
    expect((await recorder().recover([owner])).size).toBe(2);
    expect(existsSync(plain)).toBe(false);
  });

  it('makes no second root key for one that is lost', async () => {
    await start();
    await desk().unseal({ secret: passphrase, firstTime: true });
    await server.stop();
    rmSync(wrapped());
    await start();
    expect(await desk().standing()).toMatchObject({ reason: 'root-key-missing', firstTime: false });
    expect(await desk().unseal({ secret: passphrase, firstTime: true })).toMatchObject({ refused: 'no-key' });
    expect(readdirSync(directory)).not.toContain('root.key.passphrase');
  });

  it('looks again for a plain file that was put back in its place', async () => {
    const plain = join(directory, 'root.key');
    await createRootKeyFile(plain);
    await start(new RootKeyFile(plain));
    await server.stop();
    await start(new RootKeyFile(join(directory, 'elsewhere.key')));
    expect(await desk().standing()).toMatchObject({ state: 'sealed', secret: null, reason: 'root-key-missing' });
    const { copyFileSync } = await import('node:fs');
    copyFileSync(plain, join(directory, 'elsewhere.key'));
    expect(await desk().unseal({})).toMatchObject({ standing: { state: 'ready' } });
  });

  it('takes nothing but its own ways in from the operator, and none of them from others', async () => {
    await start();
    const stranger = closed(connectSealDesk(clientSocketPath(directory, 'recorder', false)));
    await expect(stranger.standing()).rejects.toMatchObject({ code: 'keyring.failed' });
    await expect(stranger.unseal({ secret: passphrase, firstTime: true })).rejects.toMatchObject({ code: 'keyring.failed' });
  });
});
