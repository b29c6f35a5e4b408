import { randomBytes, randomUUID } from 'node:crypto';
import type { AuditAct, DomainEvent } from '@voxkeep/contracts';
import type { ClientBase } from 'pg';
import type { EntityManager } from 'typeorm';

/**
 * What was done, by whom, why. Column names and random ids only, never values: the row outlives the person's data.
 * `detail` is sealed before it gets here, so that destroying its key keeps every proof over the log valid (04 g).
 */
export interface AuditEntry {
  /** `recording.listen`, `right.grant` … */
  readonly action: AuditAct;
  /** User id, or `system:recorder`. */
  readonly actor: string;
  readonly object?: { readonly kind: string; readonly id: string };
  /** Random id of the person, contact point or contact concerned. */
  readonly subject?: string;
  /** Purpose code. */
  readonly purpose?: string;
  readonly columns?: readonly string[];
  readonly count?: number;
  readonly detail?: Buffer;
}

const insertAudit = `
  insert into audit_outbox (event_id, actor, action, object_kind, object_id, subject_ref, purpose, columns, count, sealed_detail, salt)
  select event_id, actor, action, object_kind, object_id, subject_ref, purpose, columns::text[], count, sealed_detail, salt
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::bytea[],
    $11::bytea[]) with ordinality
    as e (event_id, actor, action, object_kind, object_id, subject_ref, purpose, columns, count, sealed_detail, salt, place)
  order by place`;

const insertEvents = (types: string, payloads: string): string => `
  insert into outbox (type, payload) select type, payload from unnest(${types}::text[], ${payloads}::jsonb[]) with ordinality as e (type, payload, n) order by n`;
const appendEvents = insertEvents('$1', '$2');
const tellBoth = `with told as (${insertEvents('$12', '$13')}) ${insertAudit}`;

/** One unit of work: rows, the event that tells of them and the audit entry commit together or not at all. */
export class Transaction {
  constructor(
    readonly manager: EntityManager,
    private readonly client: ClientBase,
  ) {}

  /** Runs SQL in this transaction. With `prepared` the plan is kept under that name per connection (hot paths). */
  async rows<R>(sql: string, params: readonly unknown[] = [], prepared?: string): Promise<R[]> {
    const result = await this.client.query({ text: sql, values: [...params], ...(prepared !== undefined && { name: prepared }) });
    return result.rows as R[];
  }

  /** Appends domain events (ids and enums only); they become readable when this transaction commits, in this order. */
  async append(...events: readonly DomainEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.rows(appendEvents, eventColumns(events), 'platform.outbox.append');
  }

  /** Appends audit entries, in this order, with one statement. When it fails the change fails with it (fail closed). */
  async audit(...entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length > 0) await this.rows(insertAudit, auditColumns(entries), 'platform.audit.append');
  }

  /** Appends events and audit entries, each in its order, with one statement (hot paths). */
  async tell(events: readonly DomainEvent[], entries: readonly AuditEntry[]): Promise<void> {
    if (events.length === 0) return this.audit(...entries);
    if (entries.length === 0) return this.append(...events);
    await this.rows(tellBoth, [...auditColumns(entries), ...eventColumns(events)], 'platform.outbox.tell');
  }

  /** Wakes listeners when the transaction commits. The payload is ids only: it is visible to every session of the database. */
  async notify(channel: string, payload: string): Promise<void> {
    await this.rows('select pg_notify($1, $2)', [channel, payload]);
  }
}

function eventColumns(events: readonly DomainEvent[]): readonly unknown[] {
  return [events.map(({ type }) => type), events.map(({ payload }) => JSON.stringify(payload))];
}

function auditColumns(entries: readonly AuditEntry[]): readonly unknown[] {
  const of = <Value>(read: (entry: AuditEntry) => Value | undefined) => entries.map((entry) => read(entry) ?? null);
  return [
    of(() => randomUUID()),
    of(({ actor }) => actor),
    of(({ action }) => action),
    of(({ object }) => object?.kind),
    of(({ object }) => object?.id),
    of(({ subject }) => subject),
    of(({ purpose }) => purpose),
    of(({ columns }) => columns && arrayLiteral(columns)),
    of(({ count }) => count),
    of(({ detail }) => detail),
    of(() => randomBytes(16)),
  ];
}

/** An array of each row, since PostgreSQL would unnest arrays of arrays to their last element. */
function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;
}
