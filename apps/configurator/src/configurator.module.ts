import { Module } from '@nestjs/common';
import { ConfigurationDatabaseModule } from '@voxkeep/configuration';
import { DirectoryDatabaseModule } from '@voxkeep/directory';
import { KeyringModule } from '@voxkeep/keyring';
import { AccountNames } from './accounts/account-names.js';
import { NewAccounts } from './accounts/new-account.js';
import { RolesController } from './accounts/roles.controller.js';
import { StaffEntries } from './accounts/staff-entries.js';
import { UsersController } from './accounts/users.controller.js';
import { CategoriesController } from './categories/categories.controller.js';
import { GrantDesk } from './diagnostics/grant-desk.js';
import { GrantRows } from './diagnostics/grant-rows.js';
import { GrantsController } from './diagnostics/grants.controller.js';
import { ScopePoints } from './diagnostics/scope-points.js';
import { StreamController } from './diagnostics/stream.controller.js';
import { StreamSweeper } from './diagnostics/stream-sweeper.js';
import { Streams } from './diagnostics/streams.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditDesk } from './audit/audit-desk.js';
import { AuditIntegrity } from './audit/audit-integrity.js';
import { WordingsController } from './consents/wordings.controller.js';
import { Parts } from './parts.js';
import { ComplianceController } from './registers/compliance.controller.js';
import { OtherSystemsController } from './registers/other-systems.controller.js';
import { RetentionController } from './retention/retention.controller.js';
import { RetentionViews } from './retention/retention-views.js';
import { SecondFactorStep } from './sign-in/second-factor-step.js';
import { SessionController } from './sign-in/session.controller.js';
import { SignInController } from './sign-in/sign-in.controller.js';
import { WayIn } from './sign-in/way-in.js';
import {
  ConsentPoliciesController,
  QueuesController,
  RecordingPoliciesController,
  TrunksController,
} from './telephony/telephony.controllers.js';

/** HTTP API of the System Configurator. */
@Module({
  imports: [ConfigurationDatabaseModule.forRoot(), DirectoryDatabaseModule.forRoot(), KeyringModule],
  controllers: [
    SignInController,
    SessionController,
    UsersController,
    AuditController,
    RolesController,
    QueuesController,
    TrunksController,
    RecordingPoliciesController,
    ConsentPoliciesController,
    WordingsController,
    RetentionController,
    CategoriesController,
    OtherSystemsController,
    ComplianceController,
    GrantsController,
    StreamController,
  ],
  providers: [
    RetentionViews,
    AccountNames,
    AuditDesk,
    AuditIntegrity,
    NewAccounts,
    Parts,
    SecondFactorStep,
    StaffEntries,
    WayIn,
    GrantDesk,
    GrantRows,
    ScopePoints,
    Streams,
    StreamSweeper,
  ],
})
export class ConfiguratorModule {}
