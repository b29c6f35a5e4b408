import {
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type Provider,
  type Type,
} from '@nestjs/common';
import { SESSION_SOURCE, databaseModule, databaseToken, type Database } from '@voxkeep/platform';
import { AccessViews } from './access/access-views.js';
import { TelephonyViews } from './access/telephony-views.js';
import { Accounts } from './accounts/accounts.js';
import { Addresses } from './accounts/addresses.js';
import { AuditLog } from './audit/audit-log.js';
import { AuditProofs } from './audit/audit-proofs.js';
import { AuditSearch } from './audit/audit-search.js';
import { ListeningLog } from './audit/listening-log.js';
import { LogScan } from './audit/log-scan.js';
import { Verifications } from './audit/verifications.js';
import { CategorySwitches } from './categories/category-switches.js';
import { CommunicationGrants } from './diagnostics/communication-grants.js';
import { OpenGrants } from './diagnostics/open-grants.js';
import { configurationEntities } from './entities.js';
import { CaseActs } from './protection/case-acts.js';
import { CaseVerifications } from './protection/case-verifications.js';
import { Cases } from './protection/cases.js';
import { Deliveries } from './protection/deliveries.js';
import { ErasureJournal } from './protection/erasure-journal.js';
import { ErasureRecords } from './protection/erasure-records.js';
import { Holds } from './protection/holds/holds.js';
import { SuppressedIndexes, Suppressions } from './protection/suppressions.js';
import { Compliance } from './registers/compliance.js';
import { EvidenceFreezes } from './registers/evidence-freezes.js';
import { Incidents } from './registers/incidents.js';
import { OtherSystems } from './registers/other-systems.js';
import { SystemTasks } from './registers/system-tasks.js';
import { Orphans } from './retention/orphans.js';
import { Rehearsals } from './retention/rehearsals.js';
import { RetentionRules } from './retention/retention-rules.js';
import { RetentionRuns } from './retention/retention-runs.js';
import { Groups } from './rights/groups.js';
import { Rights } from './rights/rights.js';
import { Roles } from './rights/roles.js';
import { SiteSettings } from './settings/site-settings.js';
import { Credentials } from './sign-in/credentials.js';
import { Passwords } from './sign-in/passwords.js';
import { SecondFactors } from './sign-in/second-factors.js';
import { Sessions } from './sign-in/sessions.js';
import { SignInAttempts } from './sign-in/sign-in-attempts.js';
import { ConsentWordings } from './telephony/consent-wordings.js';
import { ConsentPolicies, Queues, RecordingPolicies, Trunks } from './telephony/keepers.js';

const token = databaseToken('configuration');

/** Keepers that need the database and nothing else. What a process may really do is limited by its login role. */
const plainKeepers: readonly Type[] = [
  Addresses,
  AuditLog,
  AuditProofs,
  AuditSearch,
  CaseActs,
  CaseVerifications,
  Cases,
  CategorySwitches,
  CommunicationGrants,
  Compliance,
  ConsentPolicies,
  ConsentWordings,
  Deliveries,
  ErasureJournal,
  ErasureRecords,
  EvidenceFreezes,
  Groups,
  Holds,
  Incidents,
  ListeningLog,
  LogScan,
  Queues,
  RecordingPolicies,
  Orphans,
  OtherSystems,
  Rehearsals,
  RetentionRules,
  RetentionRuns,
  Rights,
  Roles,
  SecondFactors,
  Sessions,
  SiteSettings,
  SuppressedIndexes,
  Suppressions,
  SystemTasks,
  Trunks,
  Verifications,
];
const keepers: Provider[] = [
  { provide: Passwords, useFactory: () => new Passwords() },
  ...plainKeepers.map((Keeper): Provider => ({
    provide: Keeper,
    inject: [token],
    useFactory: (database: Database): unknown => new Keeper(database),
  })),
  {
    provide: Accounts,
    inject: [token, Passwords],
    useFactory: (database: Database, passwords: Passwords) => new Accounts(database, passwords),
  },
  {
    provide: Credentials,
    inject: [token, Passwords],
    useFactory: (database: Database, passwords: Passwords) => new Credentials(database, passwords),
  },
  { provide: SignInAttempts, inject: [token], useFactory: (database: Database) => new SignInAttempts(database) },
  { provide: AccessViews, inject: [token], useFactory: (database: Database) => new AccessViews(database) },
  { provide: TelephonyViews, inject: [token], useFactory: (database: Database) => new TelephonyViews(database) },
  { provide: OpenGrants, inject: [token], useFactory: (database: Database) => new OpenGrants(database) },
  { provide: SESSION_SOURCE, useExisting: AccessViews },
];

/** The configuration database of a process: keepers, and the session source of its guard. */
@Module({})
export class ConfigurationDatabaseModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(AccessViews) private readonly access: AccessViews,
    @Inject(TelephonyViews) private readonly telephony: TelephonyViews,
    @Inject(OpenGrants) private readonly grants: OpenGrants,
  ) {}

  static forRoot(): DynamicModule {
    const database = databaseModule('configuration', configurationEntities);
    return {
      module: ConfigurationDatabaseModule,
      global: true,
      imports: [database],
      providers: keepers,
      exports: [
        database,
        SESSION_SOURCE,
        Passwords,
        ...plainKeepers,
        Accounts,
        Credentials,
        SignInAttempts,
        AccessViews,
        TelephonyViews,
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.access.watch();
    await this.telephony.watch();
    await this.grants.watch();
  }

  async onApplicationShutdown(): Promise<void> {
    this.grants.close();
    await this.access.close();
    await this.telephony.close();
  }
}
