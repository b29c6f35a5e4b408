import { Inject, Injectable } from '@nestjs/common';
import { ContactPoints, People } from '@voxkeep/directory';
import { ConsentLedger, RecorderCommands } from '@voxkeep/operative';
import { byWorker } from '../by.js';

/**
 * Tells the recorder of a call what its caller said for all calls, as soon as it is known who calls. What becomes of it is the recorder's
 * to decide by its policy.
 */
@Injectable()
export class StandingConsents {
  constructor(
    @Inject(ContactPoints) private readonly points: ContactPoints,
    @Inject(People) private readonly people: People,
    @Inject(ConsentLedger) private readonly ledger: ConsentLedger,
    @Inject(RecorderCommands) private readonly commands: RecorderCommands,
  ) {}

  /** Sends the id of each answer that holds now; none for a call that no recorder holds. Repeating it changes nothing. */
  async tell(contactId: string, contactPointId: string): Promise<void> {
    const caller = await this.callerOf(contactPointId);
    if (caller === 'several') return;
    const { personId } = caller;
    for (const { id } of await this.ledger.standingFor({ personId, contactPointIds: [contactPointId] }, new Date()))
      await this.commands.ask({ contactId, kind: 'standing', consentId: id }, byWorker);
  }

  /** A contact that another system had attributed before its call came. */
  async tellJoined(contactId: string): Promise<void> {
    const pointId = await this.ledger.liveCallerOf(contactId);
    if (pointId !== null) await this.tell(contactId, pointId);
  }

  /** The one person of a number, or nobody known. Nobody speaks for the others on a number that several use. */
  private async callerOf(contactPointId: string): Promise<{ readonly personId: string | null } | 'several'> {
    const [[point], people] = await Promise.all([
      this.points.find([contactPointId]),
      this.people.findByContactPoints([contactPointId]),
    ]);
    if (point?.shared === true || people.length > 1) return 'several';
    return { personId: people[0]?.id ?? null };
  }
}
