import { ownerClasses } from '@voxkeep/personal-data';
import { z } from 'zod';
import { indexKinds } from './clients.js';

const decimal = z.string().regex(/^\d{1,20}$/);
const text = z.string().nullable();

/** A place in the keyring's audit rows: transaction and row, in the order of reading. */
export const mark = z.object({ txid: decimal, id: decimal });

/** An audit row of the keyring as it goes to the one log; bytes in base64, the time in ISO 8601. */
export const auditRow = mark.extend({
  eventId: z.uuid(),
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  objectKind: text,
  objectId: text,
  subjectRef: text,
  purpose: text,
  columns: z.array(z.string()).nullable(),
  count: z.int().nullable(),
  sealedDetail: z.base64().nullable(),
  salt: z.base64(),
});

const indexes = z.array(z.object({ kind: z.enum(indexKinds), version: z.int(), state: z.enum(['next', 'active', 'retiring']) }));
const ownerRotations = z.array(
  z.object({
    ownerClass: z.enum(ownerClasses),
    createdBefore: z.iso.datetime(),
    resealedAt: z.iso.datetime().nullable(),
  }),
);

/** What waits to be done to the values in the other databases. */
export const work = z.object({ ownerRotations, indexes });

/** What the keyring holds, in figures. */
export const status = z.object({
  rootVersion: z.int(),
  /** A rotation of the root key that is under way: how many owner keys are still under the former version. */
  rootRotation: z.object({ fromVersion: z.int(), left: z.int() }).nullable(),
  keys: z.array(
    z.object({ ownerClass: z.enum(ownerClasses), state: z.enum(['active', 'retiring', 'held', 'destroyed']), count: z.int() }),
  ),
  ownerRotations,
  indexes,
});

export type KeyringStatus = z.infer<typeof status>;
export type KeyringWork = z.infer<typeof work>;
