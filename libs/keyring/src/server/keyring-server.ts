import { diagnostics, type AuditEntry, type Database } from '@voxkeep/platform';
import type { FastifyInstance } from 'fastify';
import { clientNames, type ClientName } from '../protocol/clients.js';
import type { RootKeyFile } from '../root-key/root-key-file.js';
import { needsSecret, type RootKeyProvider } from '../root-key/root-key-provider.js';
import { AuditRows } from './audit-rows.js';
import { clientApi } from './client-api.js';
import { ClientDesk } from './client-desk.js';
import { clientSocketPath, listenOnSocket } from './client-socket.js';
import { DestroyedKeysFile } from './destroyed-keys-file.js';
import { Destruction } from './destruction.js';
import { DestructionFeed } from './destruction-feed.js';
import { keyringStarted } from './events.js';
import { Holds } from './holds.js';
import { IndexKeys } from './index-keys.js';
import { KeyStatus } from './key-status.js';
import { NewEpochs } from './new-epochs.js';
import type { KeyringParts } from './operations.js';
import { OwnerKeys } from './owner-keys.js';
import { OwnerRotations } from './owner-rotations.js';
import { RecoverableSince } from './recoverable.js';
import { unseal, type SealedReason } from './root-key-check.js';
import { RootKeys } from './root-keys.js';
import { RootRotation, type RootRotationOptions } from './root-rotation.js';
import { RootRotor } from './root-rotor.js';
import { Scrub } from './scrub.js';
import { SealDesk } from './seal-desk.js';

export interface KeyringServerOptions {
  readonly socketDirectory: string;
  /** One directory per client, so that file rights tell the processes apart (04 b). */
  readonly directoryPerClient: boolean;
  /** Where the second sink stands; outside the databases and their backups. */
  readonly witnessDirectory: string;
  /** Blind-index terms a client may ask per minute. */
  readonly indexTermsPerMinute: number;
  readonly now?: () => Date;
  readonly rotation?: Partial<RootRotationOptions>;
  /** How long after a destruction the table of keys is rewritten; never when it is not given. */
  readonly scrubAfterMs?: number;
  /** The passphrase or PIN that the system hands over at start; without it the operator enters it. */
  readonly credential?: string;
  /** The plain key file of before, which a provider with a secret takes over when it is set up. */
  readonly plainRootKey?: RootKeyFile;
}

interface Unlocked {
  readonly open: KeyringParts;
  readonly roots: RootKeys;
  readonly rotor: RootRotor;
  readonly scrub: Scrub | undefined;
}

/** The keyring: serves one socket per client until it is stopped; what it answers besides health and unsealing waits for its root key. */
export class KeyringServer {
  private readonly apis: FastifyInstance[] = [];
  private readonly desks: ClientDesk[] = [];
  private reason: SealedReason | undefined = 'root-key-missing';
  private readonly feed = new DestructionFeed();
  private unlocked: Unlocked | undefined;

  constructor(
    private readonly database: Database,
    private readonly rootKey: RootKeyProvider,
    private readonly options: KeyringServerOptions,
  ) {}

  /** Starts ready, or sealed when the root key is missing, locked or does not fit; a sealed keyring serves health and unsealing alone. */
  async start(): Promise<'ready' | 'sealed'> {
    const { credential, plainRootKey } = this.options;
    const sealable = { sealedFor: () => this.reason, tryUnseal: () => this.tryUnseal() };
    const sealDesk = new SealDesk(this.database, this.rootKey, sealable, plainRootKey);
    await this.tryUnseal();
    if (this.reason !== undefined && credential !== undefined) await sealDesk.unsealByCredential(credential);
    for (const client of clientNames) await this.serve(client, sealDesk);
    diagnostics.record(keyringStarted, {
      sealed: this.reason !== undefined,
      reason: this.reason ?? 'none',
      rootVersion: this.unlocked?.roots.current.version ?? 0,
    });
    return this.reason === undefined ? 'ready' : 'sealed';
  }

  private async tryUnseal(): Promise<void> {
    const unsealed = await unseal(this.database, this.rootKey);
    this.reason = unsealed.state === 'sealed' ? unsealed.reason : undefined;
    if (unsealed.state === 'sealed') return;
    const unlocked = await this.assemble(new RootKeys(unsealed.root, unsealed.former));
    this.unlocked = unlocked;
    for (const desk of this.desks) desk.open(unlocked.open);
    unlocked.rotor.resume('system:keyring');
  }

  /** Answers what is under way, closes the sockets (their files go with them) and overwrites the keys. Safe to call twice. */
  async stop(): Promise<void> {
    this.feed.release();
    await Promise.all(this.apis.splice(0).map((api) => api.close()));
    await this.unlocked?.rotor.stop();
    await this.unlocked?.scrub?.stop();
    this.unlocked?.open.indexes.zero();
    this.unlocked?.roots.zero();
    this.unlocked = undefined;
    this.desks.length = 0;
    if (needsSecret(this.rootKey)) this.rootKey.lock();
  }

  private async assemble(roots: RootKeys): Promise<Unlocked> {
    const { database, feed } = this;
    const now = this.options.now ?? (() => new Date());
    const indexes = await IndexKeys.load(database, roots);
    const rotations = new OwnerRotations(database, now);
    const beforeUse = (): Promise<void> => Promise.resolve();
    const rotor = new RootRotor(new RootRotation(database, roots, this.rootKey, { beforeUse, ...this.options.rotation }));
    const { scrubAfterMs, witnessDirectory } = this.options;
    const scrub = scrubAfterMs === undefined ? undefined : new Scrub(database, scrubAfterMs);
    const owners = new OwnerKeys(database, roots);
    const open = {
      ...{ owners, indexes, rotations, feed, now },
      recoverable: new RecoverableSince(owners, now),
      holds: new Holds(database, roots),
      destruction: new Destruction(database, new DestroyedKeysFile(witnessDirectory), now, () => scrub?.plan()),
      epochs: new NewEpochs(database, roots, now),
      status: new KeyStatus(database, roots, indexes, rotations),
      auditRows: new AuditRows(database),
      rotateRoot: (entry: AuditEntry) => rotor.begin(entry),
    };
    return { open, roots, rotor, scrub };
  }

  private async serve(client: ClientName, sealDesk: SealDesk): Promise<void> {
    const nowMs = (): number => (this.options.now?.() ?? new Date()).getTime();
    const desk = new ClientDesk(client, this.options.indexTermsPerMinute, nowMs);
    if (this.unlocked) desk.open(this.unlocked.open);
    this.desks.push(desk);
    const api = clientApi(desk, client === 'operator' ? sealDesk : undefined);
    this.apis.push(api);
    await listenOnSocket(api, clientSocketPath(this.options.socketDirectory, client, this.options.directoryPerClient));
  }
}
