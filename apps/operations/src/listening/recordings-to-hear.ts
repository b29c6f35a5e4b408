import { Inject, Injectable } from '@nestjs/common';
import { isVoxkeepError, type http } from '@voxkeep/contracts';
import { ClosedContacts } from '@voxkeep/history';
import { Recordings } from '@voxkeep/operative';
import { conflict, HttpProblem, notFound, type SignedIn } from '@voxkeep/platform';
import type { PlaybackTimeline } from '@voxkeep/recording';
import { PurposeText } from '../access/purpose-text.js';
import { Stores } from '../access/stores.js';
import { Visibility } from '../access/visibility.js';
import { Listenings, type Listening } from './listenings.js';
import { completeSegments, timelineOf, type FoundRecording } from './playable.js';

/** Puts a listening on record, with its purpose, in the database where the recording lies. */
@Injectable()
export class RecordingAudit {
  constructor(
    @Inject(Stores) private readonly stores: Stores,
    @Inject(PurposeText) private readonly words: PurposeText,
  ) {}

  /** Commits the row `recording.listen`; nothing is unsealed before. */
  async record(
    { store, id, contactId, customerOwner }: FoundRecording,
    purpose: http.StatedPurpose,
    by: SignedIn,
  ): Promise<Listening['audited']> {
    const entry = {
      action: 'recording.listen' as const,
      object: { kind: 'recording', id },
      subject: contactId,
      ...(await this.words.seal(purpose.text, { id: contactId, customerOwner })),
    };
    return this.stores.record(store, by, { code: purpose.code }, entry, { contactId, recordingId: id });
  }
}

/** Lets somebody hear a recording: right, purpose, audit row, and only then a listening. */
@Injectable()
export class RecordingsToHear {
  constructor(
    @Inject(Recordings) private readonly recordings: Recordings,
    @Inject(ClosedContacts) private readonly closed: ClosedContacts,
    @Inject(Visibility) private readonly visibility: Visibility,
    @Inject(RecordingAudit) private readonly audit: RecordingAudit,
    @Inject(Listenings) private readonly listenings: Listenings,
  ) {}

  /**
   * Throws 404 alike for a recording that is not there and one that is not the user's to hear; 409 `recording.not-ready` while
   * nothing of it is complete, 409 `recording.too-long` where it spans more than a WAV file holds (37 hours), 410 `recording.removed` when its audio was taken out.
   */
  async listen(recordingId: string, purpose: http.StatedPurpose, by: SignedIn): Promise<Listening> {
    const recording = await this.find(recordingId, by.userId);
    if (recording.state === 'removed' || completeSegments(recording).length === 0) throw silent(recording);
    const timeline = audible(recording);
    const audited = await this.audit.record(recording, purpose, by);
    return this.listenings.begin({ recording, timeline, audited }, by);
  }

  /** Both databases are asked each time, so that the time of an answer tells nothing. */
  private async find(recordingId: string, userId: string): Promise<FoundRecording> {
    const [running, closed] = await Promise.all([this.recordings.forPlayback(recordingId), this.closed.forPlayback(recordingId)]);
    const found: FoundRecording | undefined = running
      ? { ...running, store: 'operative' }
      : closed && { ...closed, store: 'history' };
    if (!found || !(await this.visibility.mayHear(userId, recordingId, found))) throw notFound();
    return found;
  }
}

function audible(recording: FoundRecording): PlaybackTimeline {
  try {
    return timelineOf(recording);
  } catch (refused) {
    throw isVoxkeepError(refused, 'recording.too-long') ? conflict('recording.too-long') : refused;
  }
}

/** Why there is nothing to hear: it goes on still, or it has ended and its segments were taken out (a withdrawal, an erasure). */
function silent({ state }: FoundRecording): HttpProblem {
  const goesOn = state === 'recording' || state === 'paused';
  return goesOn ? conflict('recording.not-ready') : new HttpProblem(410, 'recording.removed');
}
