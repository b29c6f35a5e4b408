import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  Accounts,
  Passwords,
  Queues,
  RecordingPolicies,
  Rights,
  Roles,
  Sessions,
  configurationEntities,
  newAccountIds,
} from '@voxkeep/configuration';
import { databaseNames, type AccessType, type DatabaseName, type ObjectType, type RecordingMode } from '@voxkeep/contracts';
import {
  KeyringServer,
  RootKeyFile,
  Seals,
  clientSocketPath,
  connectKeyring,
  createRootKeyFile,
  keyringEntities,
  type KeyringClient,
} from '@voxkeep/keyring';
import { VaultStore, createApi, forgetSettings } from '@voxkeep/platform';
import { grants } from '../../../db/cluster/grants.js';
import { renderGrants, type LiveSchema } from '../../../db/cluster/render-grants.js';
import { asAdministrator, freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { OperationsModule } from './operations.module.js';
import { uploadLimit } from './outbound/call-list-text.js';

const program = 'system:test';
const environment = process.env;

/** What a request of a test says besides its path. */
export interface Asked {
  readonly as?: string;
  readonly body?: object;
  readonly form?: FormData;
  readonly headers?: Record<string, string>;
}

interface Parts {
  readonly directory: string;
  readonly databases: Readonly<Record<DatabaseName | 'keyring', FreshDatabase>>;
  readonly server: KeyringServer;
  readonly keyring: KeyringClient;
  readonly vault: VaultStore;
  readonly app: NestFastifyApplication;
  readonly role: string;
}

/**
 * A whole operations process for a test: real databases under the process's own rights, a real keyring, a vault, and the API on a
 * port of its own.
 */
export class OperationsSite {
  private constructor(private readonly parts: Parts) {}

  static async start(): Promise<OperationsSite> {
    const directory = mkdtempSync(join(tmpdir(), 'vk-operations-'));
    const databases = await freshDatabases();
    const role = await roleOfOperations(databases);
    await createRootKeyFile(join(directory, 'root.key'));
    const server = new KeyringServer(databases.keyring.database, new RootKeyFile(join(directory, 'root.key')), {
      socketDirectory: directory,
      directoryPerClient: false,
      witnessDirectory: join(directory, 'witness'),
      indexTermsPerMinute: 100_000,
    });
    await server.start();
    const socket = clientSocketPath(directory, 'operations', false);
    const variables: [string, string][] = databaseNames.map((name) => [
      `VOXKEEP_DATABASE_${name.toUpperCase()}`,
      databases[name].url.replace('postgres://postgres@', `postgres://${role}@`),
    ]);
    Object.assign(environment, Object.fromEntries(variables), {
      VOXKEEP_KEYRING_SOCKET: socket,
      VOXKEEP_SOCKETS: join(directory, 'run'),
      VOXKEEP_VAULT: join(directory, 'vault'),
    });
    forgetSettings();
    await new Roles(databases.configuration.database).seed(program);
    const app = await createApi(OperationsModule, { name: 'operations', port: 0, uploadLimit });
    const vault = await VaultStore.create(join(directory, 'vault'));
    const keyring = connectKeyring(socket, { watchDestructions: false });
    return new OperationsSite({ directory, databases, server, keyring, vault, app, role });
  }

  async stop(): Promise<void> {
    const { app, keyring, server, databases, directory, role } = this.parts;
    await app.close();
    keyring.close();
    await server.stop();
    await Promise.all(Object.values(databases).map((fresh) => fresh.drop()));
    await asAdministrator((admin) => admin.query(`drop role ${role}`));
    rmSync(directory, { recursive: true, force: true });
  }

  get databases(): Parts['databases'] {
    return this.parts.databases;
  }

  get keyring(): KeyringClient {
    return this.parts.keyring;
  }

  get vault(): VaultStore {
    return this.parts.vault;
  }

  get directory(): string {
    return this.parts.directory;
  }

  get seals(): Seals {
    return new Seals(this.keyring);
  }

  /** A signed-in user with these roles; `as` is what requests name them by. */
  async user(
    ...roleCodes: readonly string[]
  ): Promise<{ readonly id: string; readonly as: string; readonly sessionId: string; readonly login: string }> {
    const { database } = this.databases.configuration;
    const quick = new Passwords({ memoryCost: 1024, timeCost: 2, parallelism: 1 });
    const login = `user-${randomUUID().slice(0, 8)}`;
    const account = { ...newAccountIds(), login, displayName: null, oneTimePassword: 'once-and-never-again', roleCodes };
    const outcome = await new Accounts(database, quick).create(account, program);
    if ('refused' in outcome) throw new Error(outcome.refused);
    const { token, sessionId } = await new Sessions(database).open(outcome.created, 'full');
    return { id: outcome.created, as: token, sessionId, login };
  }

  /** Grants one right, on one object or on all. */
  async grant(userId: string, objectType: ObjectType, accessType: AccessType, objectId: string | null = null): Promise<void> {
    const right = { objectType, accessType, objectId, mayUse: true, mayGrant: false };
    const outcome = await new Rights(this.databases.configuration.database).grant(
      { holder: { kind: 'user', id: userId }, ...right },
      program,
    );
    if ('refused' in outcome) throw new Error(outcome.refused);
  }

  /** A queue with a recording policy of this mode, or without one. */
  async queue(name: string, mode?: RecordingMode): Promise<string> {
    const { database } = this.databases.configuration;
    const saved = (outcome: { readonly saved: string } | { readonly refused: string }) => {
      if ('refused' in outcome) throw new Error(outcome.refused);
      return outcome.saved;
    };
    const policy = mode && saved(await new RecordingPolicies(database).create({ name, mode } as never, program));
    return saved(
      await new Queues(database).create(
        { name, channel: 'voice', recordingPolicyId: policy ?? null, consentPolicyId: null } as never,
        program,
      ),
    );
  }

  /** Where the API answers. */
  async url(): Promise<string> {
    return `${await this.parts.app.getUrl()}/api/operations`;
  }

  /** Sends a request as a browser behind the gateway would. */
  async request(method: string, path: string, { as, body, form, headers = {} }: Asked = {}): Promise<Response> {
    return fetch(`${await this.url()}/${path}`, {
      method,
      headers: {
        ...(as !== undefined && { cookie: `__Host-voxkeep=${as}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(form !== undefined && { body: form }),
    });
  }

  /** The actions that were put on record in a database for an object or subject, in order. */
  async audited(
    name: DatabaseName,
    action: string,
  ): Promise<
    readonly {
      readonly purpose: string | null;
      readonly count: number | null;
      readonly sealed_detail: Buffer | null;
      readonly actor: string;
    }[]
  > {
    return this.databases[name].database.rows(
      'select actor, purpose, count, sealed_detail from audit_outbox where action = $1 order by id',
      [action],
    );
  }
}

type Databases = Parts['databases'];

async function freshDatabases(): Promise<Databases> {
  const names = [...databaseNames, 'keyring'] as const;
  const made = await Promise.all(names.map(async (name) => [name, await freshDatabase(name, entitiesOf(name))] as const));
  return Object.fromEntries(made) as unknown as Databases;
}

/** The test's own connections read rows; only these two are also written through their entities. */
function entitiesOf(name: DatabaseName | 'keyring') {
  if (name === 'keyring') return keyringEntities;
  return name === 'configuration' ? configurationEntities : [];
}

/** A login role with exactly the declared rights of the operations process, so that a missing grant fails here. */
async function roleOfOperations(databases: Databases): Promise<string> {
  const role = `operations_${randomUUID().slice(0, 8)}`;
  await asAdministrator((admin) => admin.query(`create role ${role} login`));
  for (const name of databaseNames) {
    const { database } = databases[name];
    const live = await database.rows<LiveSchema>(liveTables);
    for (const statement of renderGrants(role, grants.operations[name] ?? [], live).statements) await database.rows(statement);
  }
  return role;
}

const liveTables = `
  select n.nspname as schema, coalesce(array_agg(c.relname::text) filter (where c.relname is not null), '{}') as tables
  from pg_namespace n left join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v') and not c.relispartition
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' group by n.nspname`;
