import { isGranted } from '@voxkeep/consent';
import type { CommandResult, Consents, PendingCommand, RecorderCommands } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import type { Binder } from '../books/binder.js';
import { commandAnswered, commandFailed, commandsUnread } from '../events.js';
import type { RecordingSession } from '../recording-session.js';
import type { CallRecovery } from '../recovery/call-recovery.js';
import { recorderActor, type SessionRoom } from '../session-room.js';
import type { Sessions } from '../sessions.js';
import { answerSourceOf, isOwnStop } from './answer-source.js';
import { UnsecuredNoes } from './unsecured-noes.js';
import { WaitingCommands } from './waiting-commands.js';

const pollMs = 1000;

/**
 * Commands to the live calls of this recorder: woken by a notification, and once a second in case one was lost; read again from
 * their rows, applied, answered. A command for a call that this recorder does not hold any more is answered so; a no is written
 * down then, once what was said before it stands in the books. A no is carried out at once and answered when a disk knows of it: should this
 * recorder die before, it is pending still, and recovery carries it out. What concerns a call that a recorder that died left waits for its recovery.
 */
export class CommandDesk {
  #reading: Promise<void> | undefined;
  #again = false;
  readonly #waiting: WaitingCommands;
  readonly #noes = new UnsecuredNoes();
  #stopPolling: () => void = () => undefined;
  #stopListening: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly commands: Pick<RecorderCommands, 'onAsked' | 'pending' | 'acknowledge'>,
    private readonly calls: {
      readonly sessions: Pick<Sessions, 'listOfContact' | 'listEnding' | 'end' | 'holds'>;
      readonly binder: Pick<Binder, 'holds' | 'hasten'>;
      readonly recovery: Pick<CallRecovery, 'holds'>;
      readonly consents: Pick<Consents, 'writeNo'>;
    },
    private readonly room: Pick<SessionRoom, 'recorderId' | 'clock' | 'wallMs'>,
  ) {
    this.#waiting = new WaitingCommands(room.clock);
  }

  /** Commands that cannot be answered yet. */
  get waiting(): number {
    return this.#waiting.count;
  }

  async open(): Promise<void> {
    this.#stopListening = await this.commands.onAsked(() => {
      this.#wake();
    });
    this.#stopPolling = this.room.clock.every(pollMs, () => {
      this.#wake();
    });
    this.#wake();
  }

  /** Takes no further command; the one under way is answered. */
  async close(): Promise<void> {
    this.#stopPolling();
    await this.#stopListening();
    await this.#reading;
  }

  /** One reading at a time; what comes meanwhile is read right after it. */
  #wake(): void {
    this.#again = true;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined;
    });
  }

  async #readAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      try {
        const { resting } = this.#waiting;
        const pending = await this.commands.pending(this.room.recorderId, resting);
        this.#waiting.found(pending, resting);
        for (const command of pending) await this.#answerAlone(command);
      } catch (error) {
        diagnostics.record(commandsUnread, { error });
      }
    }
  }

  /** One that cannot be answered is asked again after a rest, and holds up no other: a withdrawal may stand behind it. */
  async #answerAlone(command: PendingCommand): Promise<void> {
    try {
      if (await this.#isAnswered(command)) this.#waiting.answered(command.id);
      else this.#waiting.rest(command);
    } catch (error) {
      this.#waiting.rest(command);
      diagnostics.record(commandFailed, { contact: command.contactId, kind: command.kind, error });
    }
  }

  /** `false`: what it is about is not decided yet, or a disk does not know of it yet. */
  async #isAnswered(command: PendingCommand): Promise<boolean> {
    if (this.calls.recovery.holds(command.contactId)) return false;
    const known = this.#noes.find(command.id);
    if (known) return known.isSecured && this.#isAcknowledged(command, known.result);
    const result = this.#apply(command);
    if (isNo(command) && result === 'applied') {
      this.#answerOnceSecured(command, result);
      return false;
    }
    if (result === 'no-live-recording' && isNo(command) && !isOwnStop(command)) return this.#isWrittenDown(command);
    return this.#isAcknowledged(command, result);
  }

  /** `false`: the books still have to be told of the call, and of a yes that stands before this no. */
  async #isWrittenDown(command: PendingCommand): Promise<boolean> {
    if (this.calls.binder.holds(command.contactId)) return false;
    await this.#writeDown(command);
    // A call that joined the contact meanwhile may have looked for what was said there just before.
    return this.#sessionsFor(command).length === 0 && this.#isAcknowledged(command, 'no-live-recording');
  }

  async #isAcknowledged({ id, contactId: contact, kind, askedAt }: PendingCommand, result: CommandResult): Promise<true> {
    await this.commands.acknowledge(id, result, recorderActor);
    this.#noes.answered(id);
    diagnostics.record(commandAnswered, { contact, kind, result, afterMs: this.room.wallMs() - askedAt.getTime() });
    return true;
  }

  /** Waits beside the reading, as a disk may be full for long; meanwhile the command rests as one that cannot be answered. */
  #answerOnceSecured(command: PendingCommand, result: CommandResult): void {
    const sessions = this.#sessionsFor(command);
    const secured = Promise.all(sessions.map(({ log }) => log.secured()));
    this.calls.binder.hasten(command.contactId);
    this.#noes.carriedOut(command.id, result, secured, () => this.#answerAlone(command));
  }

  /** The call is over, but the right is not. */
  #writeDown({ id, contactId, consentId, kind, evidenceKind, askedAt: at }: PendingCommand): Promise<void> {
    const state = kind === 'withdraw' ? 'withdrawn' : 'refused';
    const said = { id: consentId ?? id, state, evidenceKind: answerSourceOf(evidenceKind), at, purpose: null } as const;
    return this.calls.consents.writeNo(contactId, said, recorderActor);
  }

  #apply(command: PendingCommand): CommandResult {
    const { sessions: live, binder } = this.calls;
    if (command.kind === 'look')
      return live.holds(command.contactId) || binder.holds(command.contactId) ? 'applied' : 'no-live-recording';
    const sessions = this.#sessionsFor(command);
    if (sessions.length === 0) return 'no-live-recording';
    const results = sessions.map((session) => this.#applyAlone(session, command));
    return results.includes('applied') ? 'applied' : 'refused';
  }

  /** A no also reaches a call that ends. */
  #sessionsFor(command: PendingCommand): readonly RecordingSession[] {
    const { sessions: live } = this.calls;
    const ending = isNo(command) ? live.listEnding(command.contactId) : [];
    return [...live.listOfContact(command.contactId), ...ending];
  }

  #applyAlone(session: RecordingSession, command: PendingCommand): CommandResult {
    try {
      return this.#applyTo(session, command);
    } catch (error) {
      diagnostics.record(commandFailed, { contact: command.contactId, kind: command.kind, error });
      return 'refused';
    }
  }

  #applyTo(session: RecordingSession, command: PendingCommand): CommandResult {
    if (command.isErased) session.forget();
    if (command.kind === 'standing') return lookAtStanding(session, command);
    if (command.kind !== 'end') return applyToConsent(session, command);
    void session.sayGoodBye('ended');
    void this.calls.sessions.end(session, 'ended-by-command');
    return 'applied';
  }
}

const isNo = ({ kind }: PendingCommand): boolean => kind === 'withdraw' || kind === 'consent-refused';

/** The answer for all calls stands in a row of its own; the gate weighs it as soon as it is read. */
function lookAtStanding({ consent, lane }: RecordingSession, { consentId }: PendingCommand): CommandResult {
  if (consentId === null) return 'refused';
  lane.add('standing', () => consent.standing(consentId));
  return 'applied';
}

/** What a command does to the consent of a session. `refused`: the gate did not take it (mode off, a no that a yes may not follow). */
export function applyToConsent({ consent }: RecordingSession, command: PendingCommand): CommandResult {
  // Recovery and the books know the answer by the same id, should it be asked for again.
  const told = { id: command.consentId ?? command.id, by: answerSourceOf(command.evidenceKind) };
  const answer = { ...told, isOwnStop: isOwnStop(command) };
  const isOff = (decision: typeof consent.decision) => !isGranted(decision) && decision.refused === 'off';
  switch (command.kind) {
    case 'consent-asked':
      return isOff(consent.asked(answer, command.wordingVersion)) ? 'refused' : 'applied';
    case 'consent-given':
      return isGranted(consent.answered(answer, true)) ? 'applied' : 'refused';
    case 'consent-refused':
      return isGranted(consent.answered(answer, false)) ? 'refused' : 'applied';
    case 'withdraw':
      return isGranted(consent.withdrawn(answer)) ? 'refused' : 'applied';
    default:
      return 'refused';
  }
}
