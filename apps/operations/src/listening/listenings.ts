import { Injectable } from '@nestjs/common';
import type { AuditedAccess } from '@voxkeep/personal-data';
import { HttpProblem, newId, type SignedIn } from '@voxkeep/platform';
import type { PlaybackTimeline } from '@voxkeep/recording';
import type { FoundRecording } from './playable.js';

/** A stated and audited wish to hear one recording: what its audio may be opened with. */
export interface Listening {
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly recording: FoundRecording;
  readonly timeline: PlaybackTimeline;
  readonly audited: AuditedAccess;
  readonly expiresAt: Date;
}

const lastsMs = 15 * 60_000;

/**
 * The listenings of this process. They are kept in memory only: after a restart, or at another process, the purpose is stated
 * again, which is one more audit row and never one too few.
 */
@Injectable()
export class Listenings {
  private readonly open = new Map<string, Listening>();

  /** Begins a listening for this user in this session. */
  begin(of: Pick<Listening, 'recording' | 'timeline' | 'audited'>, { userId, sessionId }: SignedIn, now = new Date()): Listening {
    for (const [id, { expiresAt }] of this.open) if (expiresAt <= now) this.open.delete(id);
    const listening = { ...of, id: newId(), userId, sessionId, expiresAt: new Date(now.getTime() + lastsMs) };
    this.open.set(listening.id, listening);
    return listening;
  }

  /** Throws 410 `listening.ended` alike for one that expired, is somebody else's, is of another recording, or never was. */
  find(id: string, recordingId: string, { userId, sessionId }: SignedIn, now = new Date()): Listening {
    const found = this.open.get(id);
    const valid = found && found.userId === userId && found.sessionId === sessionId && found.recording.id === recordingId;
    if (!valid || found.expiresAt <= now) throw new HttpProblem(410, 'listening.ended');
    return found;
  }
}
