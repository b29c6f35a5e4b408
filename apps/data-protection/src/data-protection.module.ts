import { Module } from '@nestjs/common';
import { ConfigurationDatabaseModule } from '@voxkeep/configuration';
import { DirectoryDatabaseModule } from '@voxkeep/directory';
import { HistoryDatabaseModule } from '@voxkeep/history';
import { KeyringModule } from '@voxkeep/keyring';
import { MonitoringDatabaseModule } from '@voxkeep/monitoring';
import { OperativeDatabaseModule } from '@voxkeep/operative';
import { OutboundDatabaseModule } from '@voxkeep/outbound';
import { ReportingDatabaseModule } from '@voxkeep/reporting';
import { CaseDesk } from './cases/case-desk.js';
import { CasesController } from './cases/cases.controller.js';
import { ErasureController } from './erasure/erasure.controller.js';
import { erasureProviders } from './erasure/providers.js';
import { Candidates } from './find/candidates.js';
import { FindController } from './find/find.controller.js';
import { Finder } from './find/finder.js';
import { Parts } from './parts.js';
import { PersonController } from './person/person.controller.js';
import { PersonViews } from './person/person-views.js';
import { AccessHistory } from './report/access-history.js';
import { IdentityMap } from './report/identity-map.js';
import { ReportBuilder } from './report/report-builder.js';
import { ReportController } from './report/report.controller.js';
import { Reports } from './report/reports.js';
import { sevenDatabases } from './seven-databases.js';
import { CaseAccess } from './subject/case-access.js';
import { Plans } from './subject/plans.js';
import { RowOpening } from './subject/row-opening.js';
import { Subjects } from './subject/subjects.js';

/** HTTP API of the Data Protection Officer: find, show, report, erase. */
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
  controllers: [FindController, CasesController, PersonController, ReportController, ErasureController],
  providers: [
    ...[sevenDatabases, Plans, Subjects, CaseAccess, RowOpening, Parts],
    ...[Finder, Candidates, CaseDesk, PersonViews],
    ...[AccessHistory, IdentityMap, ReportBuilder, Reports],
    ...erasureProviders,
  ],
})
export class DataProtectionModule {}
