import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Accounts, OpenGrants, Sessions, configurationEntities, newAccountIds } from '@voxkeep/configuration';
import { ContactPoints, People, directoryEntities, directorySealed } from '@voxkeep/directory';
import { Seals, connectKeyring } from '@voxkeep/keyring';
import {
  CommunicationLog,
  StreamFolder,
  createApi,
  defineCommunicationEvent,
  forgetSettings,
  newId,
  said,
  sessionCookieName,
  siteId,
} from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database';
import { startKeyring, type TestKeyring } from '../../../../test/support/keyring';
import { ConfiguratorModule } from '../configurator.module';

export const heard = defineCommunicationEvent('test.heard', { contact: siteId(), number: said() });

/** A configurator with two administrators and an agent, and a recorder's end of the switch beside it. */
export class DiagnosticsSite {
  readonly recorder: CommunicationLog;
  readonly #cookies = new Map<string, string>();
  readonly #open: OpenGrants;

  private constructor(
    readonly configuration: FreshDatabase,
    readonly directory: FreshDatabase,
    readonly folder: string,
    private readonly keyring: TestKeyring,
    private app: NestFastifyApplication,
  ) {
    this.recorder = new CommunicationLog(new StreamFolder(join(folder, 'streams')), 'recorder');
    this.#open = new OpenGrants(configuration.database, 1500, (grants) => {
      this.recorder.follow(grants);
    });
  }

  static async start(): Promise<DiagnosticsSite> {
    const [configuration, directory, keyring] = await Promise.all([
      freshDatabase('configuration', configurationEntities),
      freshDatabase('directory', directoryEntities),
      startKeyring(),
    ]);
    const folder = mkdtempSync(join(tmpdir(), 'vk-switch-'));
    Object.assign(process.env, {
      VOXKEEP_DATABASE_CONFIGURATION: configuration.url,
      VOXKEEP_DATABASE_DIRECTORY: directory.url,
      VOXKEEP_KEYRING_SOCKET: keyring.socketOf('configurator'),
      VOXKEEP_SOCKETS: folder,
      VOXKEEP_COMMUNICATION_STREAMS: join(folder, 'streams'),
      VOXKEEP_COMMUNICATION_KEYS: join(folder, 'keys'),
    });
    forgetSettings();
    const app = await createApi(ConfiguratorModule, { name: 'configurator' });
    const site = new DiagnosticsSite(configuration, directory, folder, keyring, app);
    await site.appoint('anna.admin', ['system-administrator']);
    await site.appoint('bert.admin', ['system-administrator']);
    await site.appoint('carl.agent', ['agent']);
    return site;
  }

  /** Ends the configurator and starts it anew over the same data. */
  async restart(): Promise<void> {
    await this.app.close();
    this.app = await createApi(ConfiguratorModule, { name: 'configurator' });
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.app.get<T>(token);
  }

  async ask(
    login: string,
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await this.app.inject({
      method,
      url: `/api/configurator/${path}`,
      headers: { cookie: this.#cookies.get(login) ?? '' },
      ...(body && { payload: body }),
    });
    return { status: answer.statusCode, body: answer.body ? answer.json() : {} };
  }

  /** What the recorder hears now of a call on this trunk. */
  async hear(of: Parameters<CommunicationLog['during']>[0], number: string): Promise<void> {
    await this.#open.ask();
    this.recorder.during(of, (stream) => {
      stream.record(heard, { contact: of.contactId ?? null, number });
    });
  }

  async trunk(): Promise<string> {
    const { body } = await this.ask('anna.admin', 'POST', 'trunks', { name: `Trunk ${newId()}`, sourceNetworks: ['10.0.0.0/8'] });
    return String(body['id']);
  }

  /** A contact point with this number and a person who has it. */
  async customer(number: string): Promise<{ readonly personId: string; readonly contactPointId: string }> {
    const operations = connectKeyring(this.keyring.socketOf('operations'), { watchDestructions: false });
    const seals = new Seals(operations);
    const [personId, id] = [newId(), newId()];
    const { value } = await seals.seal(directorySealed.contactPoint, { id }, { value: number });
    const { fullName } = await seals.seal(directorySealed.person, { id: personId }, { fullName: 'Canary Customer' });
    if (!value || !fullName) throw new Error('unsealed');
    const point = { id, kind: 'phone' as const, value, valueIndex: randomBytes(16), tail: null, normaliserVersion: 1 };
    await new ContactPoints(this.directory.database).ensure([point], 'system:test');
    const person = {
      id: personId,
      kind: 'customer' as const,
      fullName,
      givenName: null,
      familyName: null,
      language: 'en',
    };
    await new People(this.directory.database).create(
      person,
      [{ contactPointId: id, evidence: 'stated', confidence: 100 }],
      'system:test',
    );
    operations.close();
    return { personId, contactPointId: id };
  }

  async stop(): Promise<void> {
    this.recorder.close();
    await this.app.close();
    await Promise.all([this.keyring.stop(), this.configuration.drop(), this.directory.drop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async appoint(login: string, roleCodes: string[]): Promise<void> {
    const ids = newAccountIds();
    const accounts = this.get(Accounts);
    const account = { ...ids, login, displayName: null, oneTimePassword: newId(), roleCodes };
    const first = await accounts.createFirst(account);
    if ('refused' in first) await accounts.create(account, 'system:appliance');
    const { token } = await this.get(Sessions).open(ids.id, 'full');
    this.#cookies.set(login, `${sessionCookieName}=${token}`);
  }
}
