import { ContactPoints, People, directoryEntities } from '@voxkeep/directory';
import { configurationEntities, TelephonyViews } from '@voxkeep/configuration';
import { databaseNames, type DatabaseName } from '@voxkeep/contracts';
import { historyEntities } from '@voxkeep/history';
import { connectKeyring, Seals, type KeyringClient } from '@voxkeep/keyring';
import { LiveContacts, monitoringEntities } from '@voxkeep/monitoring';
import {
  ConsentLedger,
  Contacts,
  ErasedContacts,
  RecorderCommands,
  operativeEntities,
  operativeSealed,
  type AnnouncedContact,
} from '@voxkeep/operative';
import { outboundEntities } from '@voxkeep/outbound';
import { newId, newTimeOrderedId, type EntityClass } from '@voxkeep/platform';
import { ContactFacts, reportingEntities } from '@voxkeep/reporting';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { startKeyring, type TestKeyring } from '../../../test/support/keyring.js';
import { Databases } from './databases.js';
import { Attribution } from './outbox-relay/attribution.js';
import { CustomerPoints } from './outbox-relay/customer-points.js';
import { Relays } from './outbox-relay/relays.js';
import { StandingConsents } from './outbox-relay/standing-consents.js';

const entities: Readonly<Record<DatabaseName, readonly EntityClass[]>> = {
  configuration: configurationEntities,
  directory: directoryEntities,
  operative: operativeEntities,
  outbound: outboundEntities,
  monitoring: monitoringEntities,
  reporting: reportingEntities,
  history: historyEntities,
};

/** A contact as a recorder opens it. `number` is sealed the way a recorder seals it; without one there is nothing to attribute. */
export interface Call {
  readonly number?: string;
  readonly queueId?: string;
  readonly openedAt?: Date;
  readonly id?: string;
}

/** The worker's surroundings for one spec file: the seven databases, a keyring, and contacts as a recorder leaves them. */
export class Site {
  private constructor(
    private readonly fresh: readonly FreshDatabase[],
    private readonly keys: TestKeyring,
    readonly recorder: KeyringClient,
    readonly worker: KeyringClient,
  ) {}

  static async open(): Promise<Site> {
    const fresh = await Promise.all(databaseNames.map((name) => freshDatabase(name, entities[name])));
    const keys = await startKeyring();
    const client = (name: 'recorder' | 'worker') => connectKeyring(keys.socketOf(name), { watchDestructions: false });
    return new Site(fresh, keys, client('recorder'), client('worker'));
  }

  get databases(): Databases {
    return new Databases(this.fresh.map(({ database }) => database));
  }

  get contacts(): Contacts {
    return new Contacts(this.databases.of('operative'));
  }

  urlOf(name: DatabaseName): string {
    return this.fresh[databaseNames.indexOf(name)]?.url ?? '';
  }

  attribution(keyring: KeyringClient = this.worker): Attribution {
    const operative = this.databases.of('operative');
    const points = new CustomerPoints(keyring, new ContactPoints(this.databases.of('directory')));
    const directory = this.databases.of('directory');
    const standing = new StandingConsents(
      ...([new ContactPoints(directory), new People(directory)] as const),
      ...([new ConsentLedger(operative), new RecorderCommands(operative)] as const),
    );
    return new Attribution(operative, this.contacts, new ErasedContacts(operative), points, standing);
  }

  relays(keyring: KeyringClient = this.worker): Relays {
    const { databases } = this;
    const live = new LiveContacts(databases.of('monitoring'));
    const facts = new ContactFacts(databases.of('reporting'));
    return new Relays(databases, live, facts, this.attribution(keyring), new TelephonyViews(databases.of('configuration')));
  }

  /** Opens a contact; answers its id. */
  async call({ number, queueId, openedAt = new Date(), id = newTimeOrderedId(openedAt) }: Call = {}): Promise<string> {
    const owners = { customerOwner: newId(), agentOwner: newId() };
    const sealed =
      number === undefined
        ? {}
        : await new Seals(this.recorder).seal(
            operativeSealed.contact,
            { id, ...owners },
            {
              customerNumber: number,
            },
          );
    const contact: AnnouncedContact = {
      ...{ id, ...owners, channel: 'voice', direction: 'inbound', openedAt, connectedAt: openedAt },
      ...{
        key: { system: 'siprec', value: id },
        trunkId: null,
        queueId: queueId ?? null,
        recorderId: 'recorder-1',
        ownNumber: null,
      },
      ...{ customerNumber: sealed.customerNumber ?? null, customerName: null, attributes: null },
      attribution: number === undefined ? 'none' : 'pending',
    };
    await this.contacts.open(contact, 'system:recorder');
    return id;
  }

  async close(): Promise<void> {
    this.recorder.close();
    this.worker.close();
    await this.keys.stop();
    await Promise.all(this.fresh.map((one) => one.drop()));
  }
}
