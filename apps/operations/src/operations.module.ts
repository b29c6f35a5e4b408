import { Module } from '@nestjs/common';
import { ConfigurationDatabaseModule } from '@voxkeep/configuration';
import { DirectoryDatabaseModule } from '@voxkeep/directory';
import { HistoryDatabaseModule } from '@voxkeep/history';
import { KeyringModule } from '@voxkeep/keyring';
import { MonitoringDatabaseModule } from '@voxkeep/monitoring';
import { OperativeDatabaseModule } from '@voxkeep/operative';
import { OutboundDatabaseModule } from '@voxkeep/outbound';
import { VaultStore, settings } from '@voxkeep/platform';
import { ReportingDatabaseModule } from '@voxkeep/reporting';
import { Names } from './access/names.js';
import { PurposeText } from './access/purpose-text.js';
import { Stores } from './access/stores.js';
import { Visibility } from './access/visibility.js';
import { ConsentDetails } from './consents/consent-details.js';
import { ConsentSubjects } from './consents/consent-subjects.js';
import { ConsentsController } from './consents/consents.controller.js';
import { LedgerActsController } from './consents/ledger-acts.controller.js';
import { LedgerEntries } from './consents/ledger-entries.js';
import { LedgerExport } from './consents/ledger-export.js';
import { LedgerImport } from './consents/ledger-import.js';
import { LedgerResets } from './consents/ledger-resets.js';
import { LedgerSearch } from './consents/ledger-search.js';
import { LiveCalls } from './consents/live-calls.js';
import { ContactList } from './contacts/contact-list.js';
import { ContactShelves } from './contacts/contact-shelves.js';
import { ContactReader } from './contacts/contact-reader.js';
import { ContactReveal } from './contacts/contact-reveal.js';
import { ContactsController } from './contacts/contacts.controller.js';
import { MaskedNumbers } from './contacts/masked-numbers.js';
import { DirectoryAudit } from './directory/directory-audit.js';
import { DirectoryPersons } from './directory/directory-persons.js';
import { DirectorySearch } from './directory/directory-search.js';
import { DirectoryController } from './directory/directory.controller.js';
import { EntryRules } from './directory/entry-rules.js';
import { KnownPoints } from './directory/known-points.js';
import { NewEntries } from './directory/new-entries.js';
import { PointLookup } from './directory/point-lookup.js';
import { PointValues } from './directory/point-values.js';
import { SuppressedPoints } from './directory/suppressed-points.js';
import { Announcements } from './intake/announcements.js';
import { ConsentIntake } from './intake/consent-intake.js';
import { UnheardWords } from './intake/unheard-words.js';
import { ContactEnd } from './intake/contact-end.js';
import { IntakeController } from './intake/intake.controller.js';
import { AudioAnswer } from './listening/audio-answer.js';
import { ListeningController } from './listening/listening.controller.js';
import { Listenings } from './listening/listenings.js';
import { RecordingAudit, RecordingsToHear } from './listening/recordings-to-hear.js';
import { LiveChanges } from './live/live-changes.js';
import { LiveEvents } from './live/live-events.js';
import { RecorderAnswers } from './live/recorder-answers.js';
import { LiveView } from './live/live-view.js';
import { LiveController } from './live/live.controller.js';
import { TrunkRefusalsController } from './live/trunk-refusals.controller.js';
import { BlockedNumbersController } from './outbound/blocked-numbers.controller.js';
import { CampaignsController } from './outbound/campaigns.controller.js';
import { ListImport } from './outbound/list-import.js';
import { ListedPeople } from './outbound/listed-people.js';
import { ListedPoints } from './outbound/listed-points.js';
import { ReportsController } from './reports/reports.controller.js';

const vault = { provide: VaultStore, useFactory: () => VaultStore.create(settings().vault.directory, settings().vault) };

/** Daily work: contacts and recordings, what goes on now, reports, outbound, directory, and what telephone systems tell. */
@Module({
  imports: [
    ConfigurationDatabaseModule.forRoot(),
    OperativeDatabaseModule.forRoot(),
    HistoryDatabaseModule.forRoot(),
    DirectoryDatabaseModule.forRoot(),
    OutboundDatabaseModule.forRoot(),
    MonitoringDatabaseModule.forRoot(),
    ReportingDatabaseModule.forRoot(),
    KeyringModule,
  ],
  controllers: [
    ContactsController,
    IntakeController,
    ConsentsController,
    LedgerActsController,
    ListeningController,
    LiveController,
    TrunkRefusalsController,
    ReportsController,
    CampaignsController,
    BlockedNumbersController,
    DirectoryController,
  ],
  providers: [
    vault,
    ...[Visibility, Names, PurposeText, Stores],
    ...[ContactList, ContactShelves, ContactReader, ContactReveal, MaskedNumbers],
    ...[
      PointLookup,
      PointValues,
      KnownPoints,
      SuppressedPoints,
      EntryRules,
      NewEntries,
      DirectorySearch,
      DirectoryPersons,
      DirectoryAudit,
    ],
    ...[Announcements, ConsentIntake, UnheardWords, ContactEnd],
    ...[ConsentSubjects, ConsentDetails, LedgerSearch, LedgerEntries, LedgerExport, LedgerImport, LedgerResets, LiveCalls],
    ...[Listenings, RecordingsToHear, RecordingAudit, AudioAnswer],
    ...[LiveChanges, RecorderAnswers, LiveView, LiveEvents],
    ...[ListImport, ListedPeople, ListedPoints],
  ],
})
export class OperationsModule {}
