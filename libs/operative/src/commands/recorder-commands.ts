import { newTimeOrderedId, type Database } from '@voxkeep/platform';
import type { Actor } from '../contacts/contact-types.js';
import { Acknowledgements, acknowledgedChannel } from './acknowledgements.js';
import type { CommandResult, NewCommand, PendingCommand } from './command-types.js';

const commandChannel = 'recorder_command';
const pendingColumns = `id, contact_id as "contactId", kind, consent_id as "consentId", wording_version as "wordingVersion",
  evidence_kind as "evidenceKind", asked_by as "askedBy", asked_at as "askedAt",
  exists (select from erased_contact e where e.contact_id = recorder_command.contact_id) as "isErased"`;

/**
 * Commands to a live call: the asking side writes a row and notifies its id; the recorder that holds the call reads the row,
 * applies it and writes the answer. A notification carries ids only and may be lost: the recorder also polls `pending`.
 */
export class RecorderCommands {
  private readonly acknowledgements: Acknowledgements;

  constructor(private readonly operative: Database) {
    this.acknowledgements = new Acknowledgements(operative);
  }

  /** Asks the recorder that holds the contact. `no-live-recording` when no recorder holds it. */
  ask(command: NewCommand, by: Actor): Promise<{ readonly commandId: string } | 'no-live-recording'> {
    const { contactId, kind, consentId, wordingVersion, evidenceKind } = command;
    return this.operative.transaction(async (t) => {
      const commandId = newTimeOrderedId();
      const [asked] = await t.rows(
        `insert into recorder_command (id, contact_id, recorder_id, kind, consent_id, wording_version, evidence_kind, asked_by)
         select $1, c.id, c.recorder_id, $3, $4, $5, $6, $7 from contact c
         where c.id = $2 and c.closed_at is null and c.recorder_id is not null returning id`,
        [commandId, contactId, kind, consentId, wordingVersion, evidenceKind, by],
      );
      if (asked === undefined) return 'no-live-recording';
      await t.notify(commandChannel, commandId);
      await t.audit({ action: `command.${kind}`, actor: by, object: { kind: 'contact', id: contactId } });
      return { commandId };
    });
  }

  /** Asks and waits at most `ms` for the answer; `unknown` when none came in that time. */
  async askAndWait(command: NewCommand, by: Actor, ms = 500): Promise<CommandResult | 'unknown'> {
    await this.acknowledgements.ready();
    const asked = await this.ask(command, by);
    return asked === 'no-live-recording' ? asked : this.awaitAcknowledgement(asked.commandId, ms);
  }

  /** Waits at most `ms` for the answer to a command. */
  async awaitAcknowledgement(commandId: string, ms: number): Promise<CommandResult | 'unknown'> {
    await this.acknowledgements.ready();
    const woken = this.acknowledgements.wait(commandId, ms);
    const already = await this.resultOf(commandId);
    if (already !== undefined) return already;
    await woken;
    return (await this.resultOf(commandId)) ?? 'unknown';
  }

  /** Calls `onCommand` with the id of each new command of any recorder, and with nothing after a lost connection: then poll. */
  onAsked(onCommand: (commandId: string | undefined) => void): Promise<() => Promise<void>> {
    return this.operative.listen(commandChannel, onCommand, () => {
      onCommand(undefined);
    });
  }

  /** Commands to this recorder that have no answer yet, oldest first, but for those with these ids. */
  pending(recorderId: string, except: readonly string[] = []): Promise<readonly PendingCommand[]> {
    return this.operative.rows<PendingCommand>(
      `select ${pendingColumns} from recorder_command where recorder_id = $1 and acknowledged_at is null
       and id <> all($2::uuid[]) order by id limit 500`,
      [recorderId, except],
      'operative.command.pending',
    );
  }

  /** Each no to this recorder that has no answer yet, oldest first: all of them, however many other commands wait before them. */
  pendingNoes(recorderId: string): Promise<readonly PendingCommand[]> {
    return this.operative.rows<PendingCommand>(
      `select ${pendingColumns} from recorder_command where recorder_id = $1 and acknowledged_at is null
       and kind in ('withdraw', 'consent-refused') order by id`,
      [recorderId],
      'operative.command.pending-noes',
    );
  }

  /** Answers a command; the first answer counts. */
  acknowledge(commandId: string, result: CommandResult, by: Actor): Promise<void> {
    return this.operative.transaction(async (t) => {
      const [answered] = await t.rows<{ contactId: string }>(
        `update recorder_command set acknowledged_at = now(), result = $2
         where id = $1 and acknowledged_at is null returning contact_id as "contactId"`,
        [commandId, result],
      );
      if (answered === undefined) return;
      await t.notify(acknowledgedChannel, commandId);
      await t.audit({ action: 'command.acknowledge', actor: by, object: { kind: 'contact', id: answered.contactId } });
    });
  }

  /** Ends the listening connection, at shutdown. */
  onModuleDestroy(): Promise<void> {
    return this.acknowledgements.stop();
  }

  private async resultOf(commandId: string): Promise<CommandResult | undefined> {
    const [row] = await this.operative.rows<{ result: CommandResult | null }>(
      'select result from recorder_command where id = $1',
      [commandId],
    );
    return row?.result ?? undefined;
  }
}
