import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Accounts, AuditLog, Passwords, Rights, Sessions, configurationEntities, newAccountIds } from '@voxkeep/configuration';
import { databaseNames, type DatabaseName } from '@voxkeep/contracts';
import { directoryEntities } from '@voxkeep/directory';
import { historyEntities } from '@voxkeep/history';
import { connectKeyring, type KeyOwner, type KeyringClient } from '@voxkeep/keyring';
import { LiveContacts, monitoringEntities } from '@voxkeep/monitoring';
import { operativeEntities } from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import {
  createApi,
  forgetSettings,
  openDatabase,
  readAuditOutbox,
  readOutbox,
  sessionCookieName,
  type Database,
} from '@voxkeep/platform';
import { ContactFacts, reportingEntities } from '@voxkeep/reporting';
import { grants } from '../../../db/cluster/grants.js';
import { renderGrants, type LiveSchema } from '../../../db/cluster/render-grants.js';
import { asAdministrator, freshDatabase, type FreshDatabase } from '../../../test/support/database';
import { startKeyring, type TestKeyring } from '../../../test/support/keyring';
import { DataProtectionModule } from './data-protection.module';

const environment = process.env;
/** Nobody signs in here with a password, so that its hash need cost nothing. */
const quick = new Passwords({ memoryCost: 1024, timeCost: 2, parallelism: 1 });

const entitiesOf = {
  configuration: configurationEntities,
  directory: directoryEntities,
  operative: operativeEntities,
  outbound: outboundEntities,
  monitoring: monitoringEntities,
  reporting: reportingEntities,
  history: historyEntities,
};

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly raw: Buffer;
}

/** The whole service as in production: seven real databases, a real keyring, a vault and a second sink on disk. */
export class Site {
  readonly #cookies = new Map<string, string>();

  private constructor(
    readonly fresh: Readonly<Record<DatabaseName, FreshDatabase>>,
    readonly keyring: TestKeyring,
    readonly operations: KeyringClient,
    readonly directory: string,
    readonly app: NestFastifyApplication,
  ) {}

  static async start(): Promise<Site> {
    const opened = await Promise.all(databaseNames.map((name) => freshDatabase(name, entitiesOf[name])));
    const fresh = Object.fromEntries(databaseNames.map((name, i) => [name, opened[i]])) as Record<DatabaseName, FreshDatabase>;
    const keyring = await startKeyring();
    const directory = mkdtempSync(join(tmpdir(), 'vk-dp-'));
    const role = await roleOfDataProtection(fresh);
    for (const name of databaseNames) {
      environment[`VOXKEEP_DATABASE_${name.toUpperCase()}`] = fresh[name].url.replace(
        'postgres://postgres@',
        `postgres://${role}@`,
      );
    }
    Object.assign(environment, {
      VOXKEEP_KEYRING_SOCKET: keyring.socketOf('data-protection'),
      VOXKEEP_SOCKETS: directory,
      VOXKEEP_VAULT: join(directory, 'vault'),
      VOXKEEP_WITNESS: join(directory, 'witness'),
      VOXKEEP_CERTIFICATE_KEY: join(directory, 'certificate-signing.pem'),
      VOXKEEP_SITE_CONTROLLER: 'Kanaari Kontaktikeskus OÜ',
    });
    forgetSettings();
    const app = await createApi(DataProtectionModule, { name: 'data-protection' });
    const operations = connectKeyring(keyring.socketOf('operations'), { watchDestructions: false });
    return new Site(fresh, keyring, operations, directory, app);
  }

  of(name: DatabaseName): Database {
    return this.fresh[name].database;
  }

  /** Makes a holder of the right for data protection and signs them in. Answers the user's id. */
  async appoint(login: string): Promise<string> {
    const ids = newAccountIds();
    const account = { ...ids, login, displayName: null, oneTimePassword: randomUUID() };
    const accounts = new Accounts(this.of('configuration'), quick);
    const made = await accounts.createFirst({ ...account, roleCodes: ['system-administrator'] });
    if ('refused' in made) await accounts.create(account, 'system:appliance');
    const right = {
      objectType: 'personal-data-protection',
      objectId: null,
      accessType: 'use',
      mayUse: true,
      mayGrant: false,
    } as const;
    await new Rights(this.of('configuration')).grant({ holder: { kind: 'user', id: ids.id }, ...right }, 'system:appliance');
    const { token } = await new Sessions(this.of('configuration')).open(ids.id, 'full');
    this.#cookies.set(login, `${sessionCookieName}=${token}`);
    return ids.id;
  }

  async ask(login: string, method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const cookie = this.#cookies.get(login);
    const answer = await this.app.inject({
      method,
      url: `/api/data-protection/${path}`,
      headers: cookie === undefined ? {} : { cookie },
      ...(body !== undefined && { payload: body }),
    });
    const json = answer.headers['content-type']?.includes('json') === true;
    return { status: answer.statusCode, body: json ? answer.json() : {}, raw: answer.rawPayload };
  }

  /** The states of owner keys in the keyring, in order. */
  async keyringStates(owners: readonly KeyOwner[]): Promise<readonly (string | undefined)[]> {
    const client = connectKeyring(this.keyring.socketOf('data-protection'), { watchDestructions: false });
    const states = await client.states(owners);
    client.close();
    return owners.map(({ ownerId }) => states.find((one) => one.ownerId === ownerId)?.state);
  }

  /** Where the service finds a database, with the role that it has in production. */
  urlOfDataProtection(name: DatabaseName): string {
    return environment[`VOXKEEP_DATABASE_${name.toUpperCase()}`] ?? '';
  }

  /** Runs a statement as the service would. */
  async asDataProtection(url: string, sql: string): Promise<unknown[]> {
    const database = await openDatabase('configuration', { url });
    try {
      return await database.rows(sql);
    } finally {
      await database.close();
    }
  }

  /** What the worker does all the time: carries events of the operative database to reporting and monitoring. */
  async carryEvents(): Promise<void> {
    const facts = new ContactFacts(this.of('reporting'));
    const live = new LiveContacts(this.of('monitoring'));
    while ((await readOutbox(this.of('operative'), this.of('reporting'), 'facts', (events, t) => facts.apply(events, t))) > 0);
    while ((await readOutbox(this.of('operative'), this.of('monitoring'), 'live', (events, t) => live.apply(events, t))) > 0);
  }

  /** What the worker does all the time: takes what every database has to say for the audit trail into it. */
  async readAudit(): Promise<void> {
    const log = new AuditLog(this.of('configuration'));
    await log.begin();
    for (const name of databaseNames)
      await readAuditOutbox(
        this.of(name),
        this.of('configuration'),
        'audit',
        async (rows, t) => {
          await log.append(t, name, rows);
        },
        { batch: 5000 },
      );
  }

  async stop(): Promise<void> {
    await this.app.close();
    this.operations.close();
    await this.keyring.stop();
    await Promise.all(databaseNames.map((name) => this.fresh[name].drop()));
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A login role with exactly the declared rights of the process, so that a missing grant fails here. */
async function roleOfDataProtection(fresh: Readonly<Record<DatabaseName, FreshDatabase>>): Promise<string> {
  const role = `data_protection_${randomUUID().slice(0, 8)}`;
  await asAdministrator((admin) => admin.query(`create role ${role} login`));
  await Promise.all(
    databaseNames.map(async (name) => {
      const { database } = fresh[name];
      const live = await database.rows<LiveSchema>(liveTables);
      await database.rows(renderGrants(role, grants['data-protection'][name] ?? [], live).statements.join(';\n'));
    }),
  );
  return role;
}

const liveTables = `
  select n.nspname as schema, coalesce(array_agg(c.relname::text) filter (where c.relname is not null), '{}') as tables
  from pg_namespace n left join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v') and not c.relispartition
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' group by n.nspname`;
