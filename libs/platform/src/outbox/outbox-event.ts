/**
 * An event as read from an outbox. `id` and `txid` are 64-bit numbers as text; together they are its place in the order.
 * `readEvent` of `@voxkeep/contracts` turns type and payload into a typed event.
 */
export interface OutboxEvent {
  readonly id: string;
  readonly txid: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** An audit entry as read from an audit outbox, for the sequencer of the Merkle log. */
export interface AuditRow {
  readonly id: string;
  readonly txid: string;
  readonly eventId: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly objectKind: string | null;
  readonly objectId: string | null;
  readonly subjectRef: string | null;
  readonly purpose: string | null;
  readonly columns: readonly string[] | null;
  readonly count: number | null;
  readonly sealedDetail: Buffer | null;
  readonly salt: Buffer;
}
