import { Inject, Injectable } from '@nestjs/common';
import type { ConsentEvidenceKind } from '@voxkeep/contracts';
import { ConsentLedger, RecorderCommands, type CommandKind, type NewConsent } from '@voxkeep/operative';
import type { SignedIn } from '@voxkeep/platform';

/**
 * How long one call is waited for, in milliseconds. What is not answered by then is applied later all the same, by the next recorder
 * should this one have died; to a call whose outcome is told it comes too late, and is only written down.
 */
const patienceMs = 500;

/** How many running calls were told, and how many recorders did not answer in time. */
export interface Effect {
  readonly liveCalls: number;
  readonly unanswered: number;
}

/** Carries what was said in the ledger to the calls that are running. */
@Injectable()
export class LiveCalls {
  constructor(
    @Inject(ConsentLedger) private readonly ledger: ConsentLedger,
    @Inject(RecorderCommands) private readonly commands: RecorderCommands,
  ) {}

  /** Stops the recording of every running call of these contact points. The recorder writes a row of its own for each call. */
  withdraw(contactPointIds: readonly string[], evidenceKind: ConsentEvidenceKind, by: SignedIn): Promise<Effect> {
    return this.tell(contactPointIds, { kind: 'withdraw', evidenceKind }, by);
  }

  /** Stops the recording of one call, if it still runs; the recorder writes this row. */
  async withdrawContact(
    contactId: string,
    { id: consentId, evidenceKind }: Pick<NewConsent, 'id' | 'evidenceKind'>,
    by: SignedIn,
  ): Promise<Effect> {
    const command = { contactId, kind: 'withdraw', consentId, evidenceKind } as const;
    const answer = await this.commands.askAndWait(command, by.userId, patienceMs);
    const isHeld = answer === 'applied' || answer === 'unknown';
    return { liveCalls: isHeld ? 1 : 0, unanswered: answer === 'unknown' ? 1 : 0 };
  }

  /** Lets the recorders weigh what was said for all calls. */
  standing(contactPointIds: readonly string[], consentId: string, by: SignedIn): Promise<Effect> {
    return this.tell(contactPointIds, { kind: 'standing', consentId }, by);
  }

  private async tell(
    contactPointIds: readonly string[],
    command: { readonly kind: CommandKind; readonly consentId?: string; readonly evidenceKind?: string },
    by: SignedIn,
  ): Promise<Effect> {
    const contacts = contactPointIds.length === 0 ? [] : await this.ledger.liveContacts(contactPointIds);
    const answers = await Promise.all(
      contacts.map((contactId) => this.commands.askAndWait({ ...command, contactId }, by.userId, patienceMs)),
    );
    const held = answers.filter((answer) => answer !== 'no-live-recording');
    return { liveCalls: held.length, unanswered: held.filter((answer) => answer === 'unknown').length };
  }
}
