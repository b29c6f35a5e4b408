import { Module } from '@nestjs/common';
import { ConfigurationDatabaseModule } from '@voxkeep/configuration';
import { DirectoryDatabaseModule } from '@voxkeep/directory';
import { KeyringModule } from '@voxkeep/keyring';
import { AccountNames } from './accounts/account-names.js';
import { NewAccounts } from './accounts/new-account.js';
import { RolesController } from './accounts/roles.controller.js';
import { UsersController } from './accounts/users.controller.js';
import { Parts } from './parts.js';
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
    RolesController,
    QueuesController,
    TrunksController,
    RecordingPoliciesController,
    ConsentPoliciesController,
  ],
  providers: [AccountNames, NewAccounts, Parts, SecondFactorStep, WayIn],
})
export class ConfiguratorModule {}
