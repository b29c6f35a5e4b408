import { domainEvent, type RecorderTrouble } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';

/** Tells whether recorders take calls: events alone, since it is looked at in monitoring. */
export class RecorderStandings {
  constructor(private readonly operative: Database) {}

  /** Tells what keeps a recorder from taking calls since `at`; null: nothing does. */
  tell(recorderId: string, trouble: RecorderTrouble | null, at: Date): Promise<void> {
    return this.operative.transaction(async (t) => {
      await t.append(domainEvent('recorder.standing.v1', { recorderId, trouble, at: at.toISOString() }));
    });
  }
}
