import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { signCheckpoint, type NoteVerifier } from '@voxkeep/audit';
import {
  Accounts,
  AuditLog,
  Passwords,
  Rights,
  Roles,
  Sessions,
  UserAccount,
  configurationEntities,
  newAccountIds,
} from '@voxkeep/configuration';
import type { AccessType, ObjectType } from '@voxkeep/contracts';
import { directoryEntities } from '@voxkeep/directory';
import { Seals, connectKeyring } from '@voxkeep/keyring';
import { createApi, forgetSettings, newId, sessionCookieName, type AuditRow } from '@voxkeep/platform';
import { grants } from '../../../../db/cluster/grants.js';
import { renderGrants, type LiveSchema } from '../../../../db/cluster/render-grants.js';
import { asAdministrator, freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { startKeyring, type TestKeyring } from '../../../../test/support/keyring.js';
import { ConfiguratorModule } from '../configurator.module.js';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const name = 'voxkeep/audit/test';
const by = 'system:test';
const environment = process.env;

const liveTables = `
  select n.nspname as schema, coalesce(array_agg(c.relname::text) filter (where c.relname is not null), '{}') as tables
  from pg_namespace n left join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v') and not c.relispartition
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' group by n.nspname`;

/** A configurator under exactly its declared rights, with a log that the test appends to. */
export class AuditSite {
  readonly verifier: NoteVerifier = { name, publicKey };

  private constructor(
    readonly configuration: FreshDatabase,
    private readonly directory: FreshDatabase,
    private readonly keyring: TestKeyring,
    private readonly app: NestFastifyApplication,
    private readonly role: string,
  ) {}

  static async start(): Promise<AuditSite> {
    const [configuration, directory, keyring] = await Promise.all([
      freshDatabase('configuration', configurationEntities),
      freshDatabase('directory', directoryEntities),
      startKeyring(),
    ]);
    const role = `configurator_${randomUUID().slice(0, 8)}`;
    await asAdministrator((admin) => admin.query(`create role ${role} login`));
    for (const { database } of [configuration, directory]) {
      const live = await database.rows<LiveSchema>(liveTables);
      const granted = grants.configurator[database.name] ?? [];
      for (const statement of renderGrants(role, granted, live).statements) await database.rows(statement);
    }
    const under = ({ url }: FreshDatabase) => url.replace('postgres://postgres@', `postgres://${role}@`);
    Object.assign(environment, {
      VOXKEEP_DATABASE_CONFIGURATION: under(configuration),
      VOXKEEP_DATABASE_DIRECTORY: under(directory),
      VOXKEEP_KEYRING_SOCKET: keyring.socketOf('configurator'),
      VOXKEEP_SOCKETS: tmpdir(),
    });
    forgetSettings();
    await new Roles(configuration.database).seed(by);
    await new AuditLog(configuration.database).begin();
    const app = await createApi(ConfiguratorModule, { name: 'configurator' });
    return new AuditSite(configuration, directory, keyring, app, role);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await Promise.all([this.keyring.stop(), this.configuration.drop(), this.directory.drop()]);
    await asAdministrator((admin) => admin.query(`drop role ${this.role}`));
  }

  /** A signed-in account with these rights and nothing else; its name is sealed. */
  async account(
    displayName: string,
    ...rights: readonly [ObjectType, AccessType][]
  ): Promise<{ readonly id: string; readonly cookie: string }> {
    const { database } = this.configuration;
    const ids = newAccountIds();
    const keys = connectKeyring(this.keyring.socketOf('configurator'), { watchDestructions: false });
    const sealed = await new Seals(keys).seal(UserAccount, ids, { displayName });
    keys.close();
    const quick = new Passwords({ memoryCost: 1024, timeCost: 2, parallelism: 1 });
    const account = { ...ids, login: displayName.toLowerCase(), displayName: (sealed.displayName ?? null) as never };
    await new Accounts(database, quick).create({ ...account, oneTimePassword: 'once-and-never-again', roleCodes: [] }, by);
    for (const [objectType, accessType] of rights)
      await new Rights(database).grant(
        { holder: { kind: 'user', id: ids.id }, objectType, accessType, objectId: null, mayUse: true, mayGrant: false },
        by,
      );
    const { token } = await new Sessions(database).open(ids.id, 'full');
    return { id: ids.id, cookie: `${sessionCookieName}=${token}` };
  }

  /** Appends events to the log and has the new state signed. */
  async log(...events: readonly Partial<AuditRow>[]): Promise<readonly string[]> {
    const rows = events.map((more): AuditRow => ({
      ...{ id: '1', txid: '1', eventId: newId(), at: new Date('2026-11-20T10:00:00.000Z'), actor: 'system:recorder' },
      ...{ action: 'recording.start', objectKind: 'recording', objectId: newId(), subjectRef: null, purpose: null },
      ...{ columns: null, count: null, sealedDetail: null, salt: randomBytes(16) },
      ...more,
    }));
    const log = new AuditLog(this.configuration.database);
    const { size, root } = await this.configuration.database.transaction((t) => log.append(t, 'operative', rows));
    await log.keepCheckpoint(size, signCheckpoint({ origin: name, size, root, extensions: [] }, { name, privateKey }));
    return rows.map(({ eventId }) => eventId);
  }

  /** Asks the API as a browser would. */
  async ask(method: 'GET' | 'POST', path: string, cookie: string, body?: object) {
    const answer = await this.app.inject({
      ...{ method, url: `/api/configurator/${path}`, headers: { cookie } },
      ...(body && { payload: body }),
    });
    const isJson = String(answer.headers['content-type']).includes('json');
    return { status: answer.statusCode, text: answer.body, body: isJson ? answer.json<Record<string, unknown>>() : {} };
  }

  /** The audit rows of an action that wait for the log. */
  waiting(action: string): Promise<readonly { readonly actor: string; readonly count: number | null }[]> {
    return this.configuration.database.rows('select actor, count from audit_outbox where action = $1 order by id', [action]);
  }
}
