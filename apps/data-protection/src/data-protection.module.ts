import { Module } from '@nestjs/common';
import { ConfigurationDatabaseModule } from '@voxkeep/configuration';
import { DirectoryDatabaseModule } from '@voxkeep/directory';
import { HistoryDatabaseModule } from '@voxkeep/history';
import { KeyringModule } from '@voxkeep/keyring';
import { MonitoringDatabaseModule } from '@voxkeep/monitoring';
import { OperativeDatabaseModule } from '@voxkeep/operative';
import { OutboundDatabaseModule } from '@voxkeep/outbound';
import { ReportingDatabaseModule } from '@voxkeep/reporting';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { catalogueProviders } from './catalogue/providers.js';
import { CaseDesk } from './cases/case-desk.js';
import { CasesController } from './cases/cases.controller.js';
import { deliveryControllers, deliveryProviders } from './delivery/providers.js';
import { ErasureController } from './erasure/erasure.controller.js';
import { CertificateController } from './certificate/certificate.controller.js';
import { evidenceControllers, evidenceProviders } from './evidence/providers.js';
import { erasureProviders } from './erasure/providers.js';
import { HoldsController } from './holds/holds.controller.js';
import { Rectifications } from './rectification/rectifications.js';
import { RestrictionController } from './rectification/restriction.controller.js';
import { Restrictions } from './rectification/restrictions.js';
import { StatutoryController } from './holds/statutory.controller.js';
import { holdProviders } from './holds/providers.js';
import { FindController } from './find/find.controller.js';
import { findProviders } from './find/providers.js';
import { identityControllers, identityProviders } from './identity/providers.js';
import { Parts } from './parts.js';
import { PersonController } from './person/person.controller.js';
import { PersonViews } from './person/person-views.js';
import { EmployeeReportController } from './report/employee-report.controller.js';
import { reportProviders } from './report/providers.js';
import { ReportController } from './report/report.controller.js';
import { sevenDatabases } from './seven-databases.js';
import { SuppressionController } from './suppression/suppression.controller.js';
import { SuppressionDesk } from './suppression/suppression-desk.js';
import { CaseAccess } from './subject/case-access.js';
import { Plans } from './subject/plans.js';
import { RowOpening } from './subject/row-opening.js';
import { Subjects } from './subject/subjects.js';

const holdControllers = [
  HoldsController,
  StatutoryController,
  RestrictionController,
  CertificateController,
  SuppressionController,
];

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
  controllers: [
    ...identityControllers,
    FindController,
    CatalogueController,
    CasesController,
    PersonController,
    ReportController,
    EmployeeReportController,
    ErasureController,
    ...holdControllers,
    ...deliveryControllers,
    ...evidenceControllers,
  ],
  providers: [
    ...[sevenDatabases, Plans, Subjects, CaseAccess, RowOpening, Parts],
    ...[CaseDesk, PersonViews],
    ...findProviders,
    ...identityProviders,
    ...reportProviders,
    ...catalogueProviders,
    ...holdProviders,
    ...erasureProviders,
    ...[Restrictions, Rectifications, SuppressionDesk],
    ...deliveryProviders,
    ...evidenceProviders,
  ],
})
export class DataProtectionModule {}
