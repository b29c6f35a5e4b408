import { declarePlatformTables } from '@voxkeep/personal-data';
import { ClosedContactEvent } from './closed-contact-event.entity.js';
import { ClosedContactParty } from './closed-contact-party.entity.js';
import { ClosedContact } from './closed-contact.entity.js';
import { ClosedRecordingGap } from './closed-recording-gap.entity.js';
import { ClosedRecordingMeasure } from './closed-recording-measure.entity.js';
import { ClosedRecordingOutcome } from './closed-recording-outcome.entity.js';
import { ClosedRecordingSegment } from './closed-recording-segment.entity.js';
import { ClosedRecording } from './closed-recording.entity.js';

declarePlatformTables('history');

/** Every table of the history database, for the data source and for the comparison with the live schema. */
export const historyEntities = [
  ClosedContact,
  ClosedContactParty,
  ClosedContactEvent,
  ClosedRecording,
  ClosedRecordingSegment,
  ClosedRecordingGap,
  ClosedRecordingOutcome,
  ClosedRecordingMeasure,
];

/** What `Seals` needs to know to open values of this database: they were sealed as columns of the operative one. */
export const historySealed = { contact: ClosedContact, contactParty: ClosedContactParty } as const;
