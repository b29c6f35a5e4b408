import type { AuditedAccess, KeyDomain } from '@voxkeep/personal-data';
import type { AuditRow } from '@voxkeep/platform';
import type { AnswerOf } from '../protocol/messages.js';
import type { KeyringStatus } from '../protocol/reports.js';
import { DestructionWatch } from './destruction-watch.js';
import { KeyCache } from './key-cache.js';
import { KeyRing } from './key-ring.js';
import { SocketRotation } from './key-rotation.js';
import type {
  AuditedUnderCase,
  AuditMark,
  DestroyedOwner,
  IndexTerm,
  KeyOwner,
  KeyringClient,
  OwnerState,
  RetiredOwners,
  TransferOutcome,
  ValueTransfer,
  WantedKey,
} from './keyring-client.js';
import { SocketTransport } from './socket-transport.js';
import { auditRow, bytes, inBatches, markOf, plain, statedBy, transferOutcome, wireTransfer } from './wire.js';

export interface KeyringOptions {
  /** How long an unwrapped key is kept; at most and by default 60 s, 0 keeps none. */
  readonly cacheMs?: number;
  /** Whether to hear of destructions by other processes at once (default); needs a waiting request at the keyring. */
  readonly watchDestructions?: boolean;
  readonly nowMs?: () => number;
}

const longestCacheMs = 60_000;
const cachedKeys = 20_000;

/** Makes the client of one keyring socket. It connects when first asked; see {@link KeyringClient} for what it throws. */
export function connectKeyring(socketPath: string, options: KeyringOptions = {}): KeyringClient {
  return new SocketKeyring(new SocketTransport(socketPath), options);
}

class SocketKeyring extends SocketRotation implements KeyringClient {
  private readonly cache: KeyCache;
  private readonly watch: DestructionWatch | undefined;
  private readonly sweeper: NodeJS.Timeout;
  private watching = false;

  constructor(
    transport: SocketTransport,
    { cacheMs = longestCacheMs, watchDestructions = true, nowMs = Date.now }: KeyringOptions,
  ) {
    super(transport);
    this.cache = new KeyCache(Math.min(cacheMs, longestCacheMs), cachedKeys, nowMs);
    if (watchDestructions && cacheMs > 0) {
      this.watch = new DestructionWatch(transport, () => {
        this.cache.clear();
      });
    }
    this.sweeper = setInterval(() => {
      this.cache.sweep();
    }, 5000).unref();
  }

  mint(owners: readonly KeyOwner[], domains: readonly KeyDomain[]): Promise<KeyRing> {
    const held = this.cached(owners.flatMap((owner) => domains.map((domain) => ({ ...owner, domain }))));
    const missing = owners.filter((owner) => domains.length === 0 || domains.some((domain) => !held.has({ ...owner, domain })));
    return this.collect(held, missing, async (part) => {
      return (await this.transport.ask('mint', { owners: plain(part), domains: [...domains] })).keys;
    });
  }

  async open(audited: AuditedAccess, wanted: readonly WantedKey[]): Promise<KeyRing> {
    const stated = statedBy(audited);
    const held = this.cached(wanted);
    const missing = wanted.filter((want) => !held.has(want));
    return this.collect(held, missing, async (part) => {
      const asked = part.map(({ ownerId, ownerClass, domain }) => ({ ownerId, ownerClass, domain }));
      return (await this.transport.ask('open', { stated, wanted: asked })).keys;
    });
  }

  recover(owners: readonly KeyOwner[]): Promise<KeyRing> {
    return this.collect(
      new KeyRing(),
      owners,
      async (part) => (await this.transport.ask('recover', { owners: plain(part) })).keys,
    );
  }

  async index(audited: AuditedAccess, terms: readonly IndexTerm[]): Promise<Buffer[]> {
    const stated = statedBy(audited);
    const answers = await inBatches(terms, async (part) => {
      const asked = part.map(({ kind, value }) => ({ kind, value }));
      return (await this.transport.ask('index', { stated, terms: asked })).indexes;
    });
    return answers.map(bytes);
  }

  async announcedMark(contactId: string, number: string): Promise<Buffer> {
    return bytes((await this.transport.ask('announced-mark', { contactId, number })).mark);
  }

  async transfer(requests: readonly ValueTransfer[]): Promise<TransferOutcome[]> {
    const answers = await inBatches(
      requests.map(wireTransfer),
      async (part) => (await this.transport.ask('transfer', { requests: part })).transfers,
    );
    return answers.map(transferOutcome);
  }

  async destroy(audited: AuditedUnderCase, owners: readonly KeyOwner[]): Promise<DestroyedOwner[]> {
    const stated = statedBy(audited);
    this.cache.clear();
    return inBatches(owners, async (part) => (await this.transport.ask('destroy', { stated, owners: plain(part) })).destroyed);
  }

  async restrict(audited: AuditedUnderCase, owners: readonly KeyOwner[], restricted: boolean): Promise<KeyOwner[]> {
    const stated = statedBy(audited);
    this.cache.clear();
    return inBatches(
      owners,
      async (part) => (await this.transport.ask('restrict', { stated, owners: plain(part), restricted })).changed,
    );
  }

  async retire(audited: AuditedAccess, runId: string, owners: readonly KeyOwner[]): Promise<RetiredOwners> {
    const stated = statedBy(audited);
    this.cache.clear();
    const answers = await inBatches(owners, async (part) => [
      await this.transport.ask('retire', { stated, runId, owners: plain(part) }),
    ]);
    return { destroyed: answers.flatMap(({ destroyed }) => destroyed), held: answers.flatMap(({ held }) => held) };
  }

  async states(owners: readonly KeyOwner[]): Promise<OwnerState[]> {
    return inBatches(owners, async (part) => (await this.transport.ask('states', { owners: plain(part) })).states);
  }

  async status(): Promise<KeyringStatus> {
    return this.transport.ask('status', {});
  }

  async auditRows(after: AuditMark | undefined, limit: number): Promise<AuditRow[]> {
    const { rows } = await this.transport.ask('audit-rows', { ...(after && { after: markOf(after) }), limit });
    return rows.map(auditRow);
  }

  async auditAcknowledge(upto: AuditMark): Promise<void> {
    await this.transport.ask('audit-acknowledge', { upto: markOf(upto) });
  }

  async health(): Promise<'ready' | 'sealed' | 'unreachable'> {
    return this.transport.health().then(
      ({ state }) => state,
      () => 'unreachable' as const,
    );
  }

  close(): void {
    clearInterval(this.sweeper);
    this.watch?.stop();
    this.cache.clear();
    this.transport.close();
  }

  /** Adds what is asked for to what is held; the answers go to the cache, the caller gets copies of its own. */
  private async collect<T>(
    held: KeyRing,
    missing: readonly T[],
    ask: (part: T[]) => Promise<AnswerOf<'open'>['keys']>,
  ): Promise<KeyRing> {
    if (missing.length === 0) return held;
    this.startWatching();
    const { generation } = this.cache;
    const fresh = (await inBatches(missing, ask)).map((wire) => ({ ...wire, key: bytes(wire.key) }));
    const ring = new KeyRing([...held.all(), ...fresh]);
    held.zero();
    this.cache.keep(fresh, generation);
    return ring;
  }

  private cached(wanted: readonly WantedKey[]): KeyRing {
    return new KeyRing(wanted.flatMap((want) => this.cache.find(want.ownerId, want.ownerClass, want.domain)));
  }

  private startWatching(): void {
    if (this.watching) return;
    this.watching = true;
    this.watch?.start();
  }
}
