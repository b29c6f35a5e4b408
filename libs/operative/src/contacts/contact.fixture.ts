import { randomUUID } from 'node:crypto';
import { Sealed } from '@voxkeep/personal-data';
import { newTimeOrderedId } from '@voxkeep/platform';
import type { NewContact } from './contact-types.js';

/** A ciphertext for tests; what is in it does not matter to the database. */
export function someSealed(mark = 1): Sealed {
  return new Sealed(Buffer.alloc(60, mark));
}

/** A contact as a recorder opens it, one after the other from 10:00 on; what a test is about goes into `more`. */
export function aContact(more: Partial<NewContact> = {}): NewContact {
  const openedAt = more.openedAt ?? new Date();
  return {
    id: newTimeOrderedId(openedAt),
    key: { system: 'siprec', value: randomUUID() },
    channel: 'voice',
    direction: 'inbound',
    trunkId: null,
    queueId: null,
    recorderId: 'recorder-1',
    ownNumber: null,
    openedAt,
    connectedAt: null,
    customerOwner: randomUUID(),
    agentOwner: randomUUID(),
    customerNumber: someSealed(),
    customerName: null,
    attributes: null,
    attribution: 'pending',
    ...more,
  };
}
