import { sealedTransformer } from '@voxkeep/personal-data';
import type { ClosedContactRecord } from './closed-contact-types.js';

/** The columns of `closed_contact` under the names of ClosedContactRecord, for `select` from `closed_contact c`. */
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

/** A row selected with `contactColumns` as a ClosedContactRecord. */
export function closedContactRecord(row: object): ClosedContactRecord {
  return withSealed<ClosedContactRecord>(row, ['customerNumber', 'customerName', 'attributes']);
}
