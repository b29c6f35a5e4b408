import { createHash } from 'node:crypto';
import { sealedTransformer } from '@voxkeep/personal-data';
import type { ContactRecord, CorrelationKey } from './contact-types.js';

/** The columns of `contact` under the names of ContactRecord, for `select` from `contact c`. */
export const contactColumns = `
  c.id, c.channel, c.direction, c.trunk_id as "trunkId", c.queue_id as "queueId", c.recorder_id as "recorderId",
  c.customer_point_id as "customerPointId", c.own_number as "ownNumber", c.opened_at as "openedAt", c.connected_at as "connectedAt",
  c.closed_at as "closedAt", c.end_reason as "endReason", c.customer_owner as "customerOwner", c.agent_owner as "agentOwner",
  c.customer_number as "customerNumber", c.customer_name as "customerName", c.attributes, c.attribution`;

type Stored<T> = { readonly [K in keyof T]: T[K] };

/** Wraps the named columns of a row into `Sealed`; the envelopes are not opened here, nobody in this library can. */
export function withSealed<T extends object>(row: object, columns: readonly (keyof T)[]): T {
  const stored = { ...row } as Record<keyof T, unknown>;
  for (const column of columns) stored[column] = sealedTransformer.from(stored[column] as Buffer | null);
  return stored as Stored<T>;
}

/** A row selected with `contactColumns` as a ContactRecord. */
export function contactRecord(row: object): ContactRecord {
  return withSealed<ContactRecord>(row, ['customerNumber', 'customerName', 'attributes']);
}

/** The name under which a recorder's own call is always found again, whichever contact it was put to; each session has one. */
export const ownKey = (contactId: string): CorrelationKey => ({ system: 'recording-session', value: contactId });

/** Under this system stands the hash of a name that more than one contact bears, or bore; it names none of them. */
export const sharedName = 'shared-name';

/** SHA-256 of system and key: correlation needs equality only, so the other system's identifier is not kept. */
export function keyHash({ system, value }: CorrelationKey): Buffer {
  return createHash('sha256').update(`${system}\u0000${value}`).digest();
}
