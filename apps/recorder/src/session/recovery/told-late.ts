import type { WithdrawalRule } from '@voxkeep/contracts';
import type { PendingCommand, RecorderCommands } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';
import { answerSourceOf, isOwnStop } from '../commands/answer-source.js';
import { commandAnswered } from '../events.js';
import { recorderActor } from '../session-room.js';
import { isNoLast } from './not-carried-out.js';

type FactOf<K extends CallFact['kind']> = Extract<CallFact, { readonly kind: K }>;

/** Where commands to a recorder that died are read and answered. */
export interface LateCommands {
  readonly commands: Pick<RecorderCommands, 'pendingNoes' | 'acknowledge'>;
  readonly recorderId: string;
  /** What becomes of the audio of a queue after a withdrawal. */
  readonly ruleOf: (queueId: string | null) => WithdrawalRule;
}

/** Each no that was told of calls when their recorder did not hear it any more: it counts as if it had. */
export class ToldLate {
  readonly #carriedOut = new Set<string>();

  private constructor(
    private readonly terms: LateCommands,
    private readonly told: readonly PendingCommand[],
  ) {}

  /** Asks for them. Throws when the database is away. */
  static async ask(terms: LateCommands): Promise<ToldLate> {
    return new ToldLate(terms, await terms.commands.pendingNoes(terms.recorderId));
  }

  /** What was told of a contact, in order. */
  of(contactId: string): readonly PendingCommand[] {
    return this.told.filter((command) => command.contactId === contactId);
  }

  /** What follows from it for a call with these facts: nothing when its end is told, or it had no yes, or it stands among them. */
  factsFor(contactId: string, facts: readonly CallFact[], queueId: string | null): readonly CallFact[] {
    const grant = facts.findLast((fact) => fact.kind === 'grant');
    if (grant?.kind !== 'grant' || this.of(contactId).length === 0) return [];
    const isSaid = isNoLast(facts);
    if (isSaid || !facts.some(({ kind }) => kind === 'end')) this.carriedOut(contactId);
    const said = isSaid || !this.#carriedOut.has(contactId) ? [] : this.#saidOf(contactId, grant);
    const [first] = said;
    return first && this.destroys(queueId) ? [...said, { kind: 'dropped', at: first.at }] : said;
  }

  /** Whether it takes away what was kept of a queue before. */
  destroys(queueId: string | null): boolean {
    return this.terms.ruleOf(queueId) === 'destroy';
  }

  /** It was done for a contact. */
  carriedOut(contactId: string): void {
    this.#carriedOut.add(contactId);
  }

  /** Answers what was carried out of these contacts, once nothing of them can be told otherwise any more. */
  async answer(contactIds: ReadonlySet<string>, nowMs: number): Promise<void> {
    for (const { id, contactId: contact, kind, askedAt } of this.told) {
      if (!contactIds.has(contact) || !this.#carriedOut.has(contact)) continue;
      await this.terms.commands.acknowledge(id, 'applied', recorderActor);
      diagnostics.record(commandAnswered, { contact, kind, result: 'applied', afterMs: nowMs - askedAt.getTime() });
    }
  }

  #saidOf(contactId: string, { grant }: FactOf<'grant'>): readonly FactOf<'consent'>[] {
    const { purpose, evidence, policyMode } = grant;
    // A user who stops a recording takes nothing back, as the consent gate has it.
    const noes = this.of(contactId).filter((command) => !(policyMode.startsWith('by-user') && isOwnStop(command)));
    return noes.map(({ id, consentId, kind, evidenceKind, askedAt }) => ({
      ...{ kind: 'consent', id: consentId ?? id, state: kind === 'withdraw' ? 'withdrawn' : 'refused', at: askedAt.getTime() },
      ...{ purpose, wordingVersion: evidence.wordingVersion, evidenceKind: answerSourceOf(evidenceKind) },
    }));
  }
}
