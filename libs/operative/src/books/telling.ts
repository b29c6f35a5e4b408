import type { AuditAct, ContactPart, DomainEvent } from '@voxkeep/contracts';
import type { AuditEntry, Transaction } from '@voxkeep/platform';
import type { Actor } from '../contacts/contact-types.js';
import type { NewSegment } from '../recordings/recording-types.js';
import type { Outcome } from './join-outcomes.js';

/**
 * One writing of what was told of a contact: the transaction, what the books knew before, and what is to be said of it at the end.
 * Whoever writes rows says a thing here only when a row was really inserted or changed.
 */
export class Telling {
  readonly #events: { readonly place: number; readonly event: DomainEvent }[] = [];
  #waitingAt: number | undefined;
  readonly #entries: { readonly place: number; readonly entry: AuditEntry }[] = [];

  constructor(
    readonly t: Transaction,
    readonly contactId: string,
    readonly by: Actor,
    private readonly known: KnownRecordings = { segments: [], byPart: new Map(), continued: new Map(), outcomes: new Map() },
  ) {}

  /** The recording that stands in the books for the one that a recorder named. */
  rowOf(recordingId: string): string {
    return this.known.continued.get(recordingId) ?? recordingId;
  }

  /** The recording that a part has already. */
  ofPart(part: ContactPart): string | undefined {
    return this.known.byPart.get(part);
  }

  /** What is said of a part so far. */
  outcomeOf(part: ContactPart): KnownOutcome | undefined {
    return this.known.outcomes.get(part);
  }

  /** From here on this is said of a part. */
  says(part: ContactPart, outcome: KnownOutcome): void {
    this.known.outcomes.set(part, outcome);
  }

  /** From here on a recorder's recording stands under this row. */
  stands(part: ContactPart, recordingId: string, row: string): void {
    this.known.byPart.set(part, row);
    if (recordingId !== row) this.known.continued.set(recordingId, row);
  }

  /** Recording and number of a segment in the books: its own number where it is free, else the next one of its channel. */
  placeOf({ id, recordingId, channel, number }: NewSegment): Pick<NewSegment, 'recordingId' | 'number'> {
    const row = this.rowOf(recordingId);
    const numbers = this.known.segments.filter((one) => one.recordingId === row && one.channel === channel);
    const known = numbers.find((one) => one.id === id);
    if (known) return known;
    const isTaken = numbers.some((one) => one.number === number);
    const placed = {
      id,
      recordingId: row,
      channel,
      number: isTaken ? Math.max(...numbers.map((one) => one.number)) + 1 : number,
    };
    this.known.segments.push(placed);
    return placed;
  }

  /** A call is over and waits for the vault, or ended beside one; whether its contact goes on is known when all that was told stands. */
  waits(place: number): void {
    this.#waitingAt = place;
  }

  /** The last place at which that was told. */
  get waitingAt(): number | undefined {
    return this.#waitingAt;
  }

  /** Tells the other databases. */
  tell(place: number, event: DomainEvent): void {
    this.#events.push({ place, event });
  }

  /** Notes an act about the contact, or about something of it. */
  note(place: number, action: AuditAct, more: Partial<AuditEntry> = {}): void {
    const object = { kind: 'contact', id: this.contactId };
    this.#entries.push({ place, entry: { action, actor: this.by, object, ...more } });
  }

  /** Notes an act about a recording. */
  noteRecording(place: number, action: AuditAct, recordingId: string, more: Partial<AuditEntry> = {}): void {
    this.note(place, action, { object: { kind: 'recording', id: recordingId }, subject: this.contactId, ...more });
  }

  /** Writes events and audit entries with one statement, in the order in which things were told. */
  async finish(): Promise<void> {
    const inOrder = (a: { readonly place: number }, b: { readonly place: number }) => a.place - b.place;
    const events = this.#events.sort(inOrder).map(({ event }) => event);
    await this.t.tell(
      events,
      this.#entries.sort(inOrder).map(({ entry }) => entry),
    );
  }
}

/** What is said of a part, and the sessions from which that was counted; none: a rule said it. */
export interface KnownOutcome extends Outcome {
  readonly sessions: readonly string[];
}

/** Recordings of a contact: one per part, under which of them those of further sessions stand, and the numbers that are taken. */
export interface KnownRecordings {
  readonly segments: Pick<NewSegment, 'id' | 'recordingId' | 'channel' | 'number'>[];
  readonly byPart: Map<ContactPart, string>;
  readonly continued: Map<string, string>;
  readonly outcomes: Map<ContactPart, KnownOutcome>;
}
