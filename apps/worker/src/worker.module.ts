import { Module } from '@nestjs/common';
import { ConfigurationDatabaseModule } from '@voxkeep/configuration';
import { DirectoryDatabaseModule } from '@voxkeep/directory';
import { HistoryDatabaseModule } from '@voxkeep/history';
import { KeyringModule } from '@voxkeep/keyring';
import { MonitoringDatabaseModule } from '@voxkeep/monitoring';
import { OperativeDatabaseModule } from '@voxkeep/operative';
import { OutboundDatabaseModule } from '@voxkeep/outbound';
import { ReportingDatabaseModule } from '@voxkeep/reporting';
import { AuditSequencer } from './audit-sequencer/audit-sequencer.js';
import { SelfVerification } from './audit-verify/self-verification.js';
import { databasesProvider } from './databases.js';
import { HistoryArchive } from './history-archive/history-archive.js';
import { EpochRetirement } from './keys/epoch-retirement.js';
import { KeyRotation } from './keys/key-rotation.js';
import { OwnerReseal } from './keys/owner-reseal.js';
import { PointReindex } from './keys/point-reindex.js';
import { Attribution } from './outbox-relay/attribution.js';
import { CustomerPoints } from './outbox-relay/customer-points.js';
import { Relays } from './outbox-relay/relays.js';
import { StandingConsents } from './outbox-relay/standing-consents.js';
import { Parts } from './parts.js';
import { retentionParts } from './retention/providers.js';
import { RetentionSchedule } from './retention/retention-schedule.js';
import { EndedPresences } from './upkeep/ended-presences.js';
import { Housekeeping } from './upkeep/housekeeping.js';
import { RecordingAssurance } from './upkeep/recording-assurance.js';
import { Schedule } from './upkeep/schedule.js';
import { UntoldContacts } from './upkeep/untold-contacts.js';
import { UrgentSchedule } from './upkeep/urgent-schedule.js';

/** What goes on behind the APIs: events carried over, audit rows sequenced, contacts archived, partitions made. No HTTP but health. */
@Module({
  imports: [
    ConfigurationDatabaseModule.forRoot(),
    DirectoryDatabaseModule.forRoot(),
    OperativeDatabaseModule.forRoot(),
    OutboundDatabaseModule.forRoot(),
    MonitoringDatabaseModule.forRoot(),
    ReportingDatabaseModule.forRoot(),
    HistoryDatabaseModule.forRoot(),
    KeyringModule,
  ],
  providers: [
    databasesProvider,
    Attribution,
    AuditSequencer,
    CustomerPoints,
    EndedPresences,
    EpochRetirement,
    HistoryArchive,
    Housekeeping,
    KeyRotation,
    OwnerReseal,
    PointReindex,
    Parts,
    RecordingAssurance,
    Relays,
    ...retentionParts,
    RetentionSchedule,
    Schedule,
    SelfVerification,
    StandingConsents,
    UntoldContacts,
    UrgentSchedule,
  ],
})
export class WorkerModule {}
