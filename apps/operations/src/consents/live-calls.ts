import { Inject, Injectable } from '@nestjs/common';
import type { ConsentEvidenceKind } from '@voxkeep/contracts';
import {
  ConsentLedger,
  Consents,
  RecorderCommands,
  type CommandKind,
  type CommandResult,
  type NewConsent,
} from '@voxkeep/operative';
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
    @Inject(Consents) private readonly consents: Consents,
  ) {}

  /** Stops the recording of every running call of these contact points. The recorder writes a row of its own for each call. */
  withdraw(contactPointIds: readonly string[], evidenceKind: ConsentEvidenceKind, by: SignedIn): Promise<Effect> {
    return this.tell(contactPointIds, { kind: 'withdraw', evidenceKind }, by);
  }

  /**
   * Stops the recording of one call, if it still runs; the recorder writes this row. Where nobody holds the call it is written here, so that
   * one that comes finds it.
   */
  async withdrawContact(
    contactId: string,
    { id: consentId, evidenceKind, at, purpose }: Pick<NewConsent, 'id' | 'evidenceKind' | 'at' | 'purpose'>,
    by: SignedIn,
  ): Promise<Effect> {
    const command = { contactId, kind: 'withdraw', consentId, evidenceKind } as const;
    const word = { id: consentId, state: 'withdrawn', evidenceKind, at, purpose } as const;
    for (;;) {
      const asked = await this.commands.ask(command, by.userId);
      if (asked !== 'no-live-recording') return effectOf(await this.commands.awaitAcknowledgement(asked.commandId, patienceMs));
      if ((await this.consents.writeUnheld(contactId, word, by.userId)) !== 'held') return { liveCalls: 0, unanswered: 0 };
    }
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

function effectOf(answer: CommandResult | 'unknown'): Effect {
  return { liveCalls: answer === 'applied' || answer === 'unknown' ? 1 : 0, unanswered: answer === 'unknown' ? 1 : 0 };
}
