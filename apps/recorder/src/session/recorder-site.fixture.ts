import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Addresses,
  configurationEntities,
  ConsentPolicies,
  Queues,
  RecordingPolicies,
  TelephonyViews,
  Trunks,
} from '@voxkeep/configuration';
import {
  clientSocketPath,
  connectKeyring,
  createRootKeyFile,
  keyringEntities,
  KeyringServer,
  RootKeyFile,
  type ClientName,
  type KeyringClient,
} from '@voxkeep/keyring';
import {
  CallBooks,
  TrunkCounts,
  RecorderStandings,
  Consents,
  Contacts,
  operativeEntities,
  RecorderCommands,
  Recordings,
  type ContactDetail,
} from '@voxkeep/operative';
import { Access, recordAccess, type OwnerClass } from '@voxkeep/personal-data';
import { newId, newTimeOrderedId, VaultStore } from '@voxkeep/platform';
import { openMessage, segmentContext, segmentHeaderBytes, segmentInputKey } from '@voxkeep/recording';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { until } from '../../../../test/support/until.js';
import { placeTestCall, type TestCallOptions, type TestCallResult } from '../test-call/place-test-call.js';
import { Recorder } from './recorder.js';
import type { RecorderOptions } from './recorder-terms.js';

const program = 'system:test';

type Values<Keeper extends { create: (values: never, by: string) => unknown }> = Parameters<Keeper['create']>[0];
export interface SiteRules {
  readonly recording?: Partial<Values<RecordingPolicies>>;
  readonly consent?: Partial<Values<ConsentPolicies>>;
  readonly trunk?: Partial<Values<Trunks>>;
}

/** A whole site around one recorder: real databases, a real keyring, a vault on disk, calls over real sockets. */
export class RecorderSite {
  readonly contacts: Contacts;
  readonly commands: RecorderCommands;
  readonly directory = mkdtempSync(join(tmpdir(), 'vk-recorder-'));
  recorder: Recorder;
  #keyring: KeyringServer | undefined;
  readonly #clients: KeyringClient[] = [];
  readonly #recorders: Recorder[] = [];

  private constructor(
    readonly operative: FreshDatabase,
    readonly configuration: FreshDatabase,
    private readonly keys: FreshDatabase,
  ) {
    this.contacts = new Contacts(operative.database);
    this.commands = new RecorderCommands(operative.database);
    this.recorder = undefined as unknown as Recorder;
  }

  static async make(): Promise<RecorderSite> {
    const site = new RecorderSite(
      await freshDatabase('operative', operativeEntities),
      await freshDatabase('configuration', configurationEntities),
      await freshDatabase('keyring', keyringEntities),
    );
    await createRootKeyFile(join(site.directory, 'root.key'));
    await site.startKeyring();
    return site;
  }

  async startKeyring(): Promise<void> {
    const rootKey = new RootKeyFile(join(this.directory, 'root.key'));
    const witnessDirectory = join(this.directory, 'witness');
    const limits = { directoryPerClient: false, indexTermsPerMinute: 1000 };
    this.#keyring = new KeyringServer(this.keys.database, rootKey, {
      socketDirectory: this.directory,
      witnessDirectory,
      ...limits,
    });
    await this.#keyring.start();
  }

  async stopKeyring(): Promise<void> {
    await this.#keyring?.stop();
  }

  client(name: ClientName): KeyringClient {
    const made = connectKeyring(clientSocketPath(this.directory, name, false), { watchDestructions: false });
    this.#clients.push(made);
    return made;
  }

  /** One trunk on loopback with one queue and its policies: consent by key, announced ten seconds before. */
  async configure(rules: SiteRules = {}): Promise<{
    readonly trunkId: string;
    readonly queueId: string;
  }> {
    const { database } = this.configuration;
    const name = newId();
    const policies = await this.#policies(name, rules);
    const queueId = saved(await new Queues(database).create({ name, channel: 'voice', ...policies }, program));
    const trunkId = saved(
      await new Trunks(database).create(
        {
          ...{ name, sourceNetworks: ['127.0.0.1/32'], transport: 'udp', tlsIdentity: null, vendorProfile: 'rfc' },
          ...{ customerIs: 'external-number', ownNumberPrefixes: ['+3726'], region: 'EE', queueId, askedBeforeSeconds: 10 },
          ...{ contactKeyHeader: 'Session-ID', gate: 'receive', metadataAllowed: [], acceptsUnmarked: false },
          ...rules.trunk,
        },
        program,
      ),
    );
    return { trunkId, queueId };
  }

  async #policies(name: string, { recording, consent }: SiteRules) {
    const { database } = this.configuration;
    const recordingPolicyId = saved(
      await new RecordingPolicies(database).create(
        {
          ...{ name, mode: 'only-with-consent', purpose: 'quality-check' },
          ...{ onWithdrawal: 'destroy', tracks: ['customer', 'agent'] },
          ...recording,
        },
        program,
      ),
    );
    const consentPolicyId = saved(
      await new ConsentPolicies(database).create(
        {
          ...{ name, channel: 'voice', wordingVersion: 'en-3', acceptKey: '1', rejectKey: '2' },
          ...{ withdrawalSequence: '*9', windowSeconds: 10, retries: 1, acceptStanding: false },
          ...consent,
        },
        program,
      ),
    );
    return { recordingPolicyId, consentPolicyId };
  }

  async assignExtension(userId: string, extension: string): Promise<void> {
    await new Addresses(this.configuration.database).assign(userId, [{ kind: 'extension', value: extension }], program);
  }

  /** Starts a recorder on these databases; a second one takes over what the first left. `commands`: those that it hears. */
  async startRecorder(more: Partial<RecorderOptions> = {}, commands = this.commands): Promise<Recorder> {
    const { database } = this.operative;
    const keepers = { contacts: this.contacts, recordings: new Recordings(database), consents: new Consents(database) };
    const operative = { books: new CallBooks(database), ...keepers };
    const telephony = new TelephonyViews(this.configuration.database, 0);
    this.recorder = new Recorder(
      {
        ...{ operative, commands, telephony, keyring: this.client('recorder') },
        ...{ trunkCounts: new TrunkCounts(database), standings: new RecorderStandings(database) },
      },
      {
        recorderId: 'recorder-1',
        sip: {
          address: '127.0.0.1',
          port: 0,
          rtpLow: 40_000 + (process.pid % 80) * 200,
          rtpHigh: 40_199 + (process.pid % 80) * 200,
        },
        vault: { directory: join(this.directory, 'vault'), watermarkBytes: 0 },
        journalFolder: join(this.directory, 'journal'),
        ownersAhead: 5,
        capacity: { loopDelayMs: Infinity, loopShare: Infinity, rowsGiveWayMs: Infinity }, // a busy machine refuses and delays nothing of a test
        lock: () => Promise.resolve(() => Promise.resolve()), // a recorder that died lives on in this process
        ...more,
      },
    );
    this.#recorders.push(this.recorder);
    await this.recorder.start();
    return this.recorder;
  }

  /** Another system (CTI) opens the contact before the call comes, under owners of its own; with the customer's number, as the intake has it marked. */
  async announce(sessionId: string, number?: string): Promise<string> {
    const at = new Date();
    const [customerOwner, agentOwner] = [newId(), newId()];
    await this.client('operations').mint([{ ownerId: customerOwner, ownerClass: 'contact-customer' }], ['contact']);
    const id = newTimeOrderedId(at);
    const announcedMark = number === undefined ? undefined : await this.client('operations').announcedMark(id, number);
    const { contactId } = await this.contacts.open(
      {
        ...{ id, announcedMark, key: { system: 'session-id', value: sessionId }, channel: 'voice', direction: 'inbound' },
        ...{ trunkId: null, queueId: null, recorderId: null, ownNumber: null, openedAt: at, connectedAt: null },
        ...{ customerOwner, agentOwner, customerNumber: null, customerName: null, attributes: null, attribution: 'none' },
      },
      program,
    );
    return contactId;
  }

  /** Places a call; its session id is its key. */
  call(change: Partial<TestCallOptions> & { readonly sessionId: string }): Promise<TestCallResult> {
    return placeTestCall({
      target: { address: '127.0.0.1', port: this.recorder.port ?? 0 },
      transport: 'udp',
      customer: 'tel:+3725550100',
      agent: 'sip:7001@pbx.example',
      durationMs: 1500,
      seed: 3,
      ...change,
    });
  }

  async contactOf(sessionId: string): Promise<ContactDetail | undefined> {
    const id = await this.contacts.findByKey({ system: 'session-id', value: sessionId });
    return id === undefined ? undefined : this.contacts.get(id);
  }

  /** The contact once its recorder has closed it, which is the last that is written of it. */
  async closedContact(sessionId: string): Promise<ContactDetail> {
    return until(
      'the contact is closed',
      async () => {
        const found = await this.contactOf(sessionId);
        return found?.closedAt ? this.contactOf(sessionId) : undefined;
      },
      5,
    );
  }

  /** The names of all files in the vault. */
  async vaultFiles(): Promise<readonly string[]> {
    const vault = await VaultStore.create(join(this.directory, 'vault'));
    const found: string[] = [];
    for await (const { fileId } of vault.list()) found.push(fileId);
    return found;
  }

  /** The octets of one channel, opened from its files with the keys that the keyring gives to operations. */
  async octetsOf({ recordings }: ContactDetail, channel: 'customer' | 'agent' | 'mixed'): Promise<Buffer> {
    const segments = recordings.flatMap((recording) => recording.segments).filter((segment) => segment.channel === channel);
    const opened = await Promise.all(segments.map(({ id, owner, fileId }) => this.#open(id, owner, fileId, channel)));
    return Buffer.concat(opened);
  }

  /** Also every recorder that a test has left, so that it tells nothing into the next one. */
  async close(): Promise<void> {
    for (const recorder of this.#recorders) await recorder.stop();
    for (const client of this.#clients) client.close();
    await this.commands.onModuleDestroy();
    await this.stopKeyring();
    for (const database of [this.operative, this.configuration, this.keys]) await database.drop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  async #open(segmentId: string, ownerId: string, fileId: string, channel: string): Promise<Buffer> {
    const ownerClass: OwnerClass = channel === 'agent' ? 'contact-agent' : 'contact-customer';
    const access = Access.by({ actorId: 'user-1', kind: 'user' }, { code: 'quality-check' }, {});
    const audited = await recordAccess(access, () => Promise.resolve());
    const keys = await this.client('operations').open(audited, [{ ownerId, ownerClass, domain: 'media' }]);
    const key = keys.key(ownerId, ownerClass, 'media');
    const vault = await VaultStore.create(join(this.directory, 'vault'));
    const reader = await vault.openForRead(fileId);
    if (!key || !reader) throw new Error('no key or no file');
    const file = await reader.read(0, reader.bytes);
    await reader.close();
    return openMessage(segmentInputKey(key, segmentId), segmentContext(file), file.subarray(segmentHeaderBytes));
  }
}

function saved(outcome: object): string {
  if ('saved' in outcome && typeof outcome.saved === 'string') return outcome.saved;
  throw new Error(JSON.stringify(outcome));
}
