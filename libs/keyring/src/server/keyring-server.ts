import { diagnostics, type Database } from '@voxkeep/platform';
import type { FastifyInstance } from 'fastify';
import { clientNames, type ClientName } from '../protocol/clients.js';
import type { RootKeyProvider } from '../root-key/root-key-provider.js';
import { clientApi } from './client-api.js';
import { ClientDesk } from './client-desk.js';
import { clientSocketPath, listenOnSocket } from './client-socket.js';
import { DestroyedKeysFile } from './destroyed-keys-file.js';
import { Destruction } from './destruction.js';
import { DestructionFeed } from './destruction-feed.js';
import { keyringStarted } from './events.js';
import { IndexKeys } from './index-keys.js';
import type { KeyringParts } from './operations.js';
import { OwnerKeys } from './owner-keys.js';
import { unseal } from './root-key-check.js';
import type { RootKey } from './wrapping.js';

export interface KeyringServerOptions {
  readonly socketDirectory: string;
  /** One directory per client, so that file rights tell the processes apart (04 b). */
  readonly directoryPerClient: boolean;
  /** Where the second sink stands; outside the databases and their backups. */
  readonly witnessDirectory: string;
  /** Blind-index terms a client may ask per minute. */
  readonly indexTermsPerMinute: number;
  readonly now?: () => Date;
}

/** The keyring: unseals itself once, then serves one socket per client until it is stopped. */
export class KeyringServer {
  private readonly apis: FastifyInstance[] = [];
  private readonly feed = new DestructionFeed();
  private parts: { readonly open: KeyringParts; readonly root: RootKey } | undefined;

  constructor(
    private readonly database: Database,
    private readonly rootKey: RootKeyProvider,
    private readonly options: KeyringServerOptions,
  ) {}

  /** Starts ready, or sealed when the root key is missing or does not fit; a sealed keyring serves health alone. */
  async start(): Promise<'ready' | 'sealed'> {
    const unsealed = await unseal(this.database, this.rootKey);
    if (unsealed.state === 'ready') this.parts = { root: unsealed.root, open: await this.assemble(unsealed.root) };
    for (const client of clientNames) await this.serve(client);
    const ready = unsealed.state === 'ready';
    diagnostics.record(keyringStarted, {
      sealed: !ready,
      reason: ready ? 'none' : unsealed.reason,
      rootVersion: ready ? unsealed.root.version : 0,
    });
    return unsealed.state;
  }

  /** Answers what is under way, closes the sockets (their files go with them) and overwrites the keys. Safe to call twice. */
  async stop(): Promise<void> {
    this.feed.release();
    await Promise.all(this.apis.splice(0).map((api) => api.close()));
    this.parts?.open.indexes.zero();
    this.parts?.root.key.fill(0);
    this.parts = undefined;
  }

  private async assemble(root: RootKey): Promise<KeyringParts> {
    const now = this.options.now ?? (() => new Date());
    const sink = new DestroyedKeysFile(this.options.witnessDirectory);
    return {
      owners: new OwnerKeys(this.database, root),
      indexes: await IndexKeys.load(this.database, root),
      destruction: new Destruction(this.database, sink, now),
      feed: this.feed,
      now,
    };
  }

  private async serve(client: ClientName): Promise<void> {
    const nowMs = (): number => (this.options.now?.() ?? new Date()).getTime();
    const api = clientApi(new ClientDesk(client, this.parts?.open ?? 'sealed', this.options.indexTermsPerMinute, nowMs));
    this.apis.push(api);
    await listenOnSocket(api, clientSocketPath(this.options.socketDirectory, client, this.options.directoryPerClient));
  }
}
