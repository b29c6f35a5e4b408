import { declarePlatformTables } from '@voxkeep/personal-data';
import { ConsentReset } from './consent-reset.entity.js';
import { Consent } from './consent.entity.js';
import { ContactEvent } from './contact-event.entity.js';
import { ContactKey } from './contact-key.entity.js';
import { ContactParty } from './contact-party.entity.js';
import { Contact } from './contact.entity.js';
import { ErasedContact } from './erased-contact.entity.js';
import { Presence } from './presence.entity.js';
import { RecorderCommand } from './recorder-command.entity.js';
import { RecordingGap } from './recording-gap.entity.js';
import { RecordingMeasure } from './recording-measure.entity.js';
import { RecordingOutcomeRow } from './recording-outcome.entity.js';
import { RecordingSegment } from './recording-segment.entity.js';
import { Recording } from './recording.entity.js';

declarePlatformTables('operative');

/** Every table of the operative database, for the data source and for the comparison with the live schema. */
export const operativeEntities = [
  Contact,
  ContactParty,
  ContactEvent,
  ContactKey,
  ErasedContact,
  Recording,
  RecordingSegment,
  RecordingGap,
  RecordingOutcomeRow,
  RecordingMeasure,
  Consent,
  ConsentReset,
  RecorderCommand,
  Presence,
];

/** What `Seals` needs to know to seal and open values of this database: names only, nobody else builds an entity. */
export const operativeSealed = { contact: Contact, contactParty: ContactParty, consent: Consent } as const;
