import type { TrunkView } from '@voxkeep/configuration';
import { KeyRing, type ContactOwners, type KeyringClient } from '@voxkeep/keyring';
import { operativeSealed, type ContactDetail, type CorrelationKey, type NewContact } from '@voxkeep/operative';
import { newId, newTimeOrderedId, timeOfId } from '@voxkeep/platform';
import { recorderActor, type SessionRoom } from '../session-room.js';
import type { CustomerNumber } from './customer-number.js';
import { sealUnder } from './seal-under.js';

/** A call as it is announced by its INVITE. */
export interface AnnouncedCall {
  readonly keys: readonly CorrelationKey[];
  readonly trunk: Pick<TrunkView, 'id' | 'queueId'>;
  readonly customer: CustomerNumber;
  readonly at: Date;
}

/** The contact of a session. `startedMs`: when the call began, epoch ms; positions in the recording count from there. */
export interface SessionContact {
  readonly id: string;
  readonly startedMs: number;
  readonly queueId: string | null;
  readonly customerOwner: string;
  readonly agentOwner: string;
  /** Keys of both owners; empty when another system opened the contact and its keys cannot be had here. */
  readonly keys: KeyRing;
  /** Whether addresses of its parties may be kept; false where contact data are switched off (R22). */
  readonly keepsAddresses: boolean;
  /** Another system, or an earlier session, opened it. */
  readonly attached: boolean;
}

/** Opens the contact of a call, or attaches the call to the live contact that its key names. */
export class ContactOpening {
  constructor(
    private readonly room: Pick<SessionRoom, 'operative' | 'recorderId'>,
    private readonly keyring: Pick<KeyringClient, 'recover'>,
    private readonly keepsAddresses: (queueId: string | null) => boolean,
  ) {}

  /**
   * One transaction when the key is new. A key of a contact that is closed or archived names nothing live any more (a session
   * border controller that calls again after a restart): then the next key is taken, at last a random one. Takes over `owners`.
   * Throws when the operative database cannot be written.
   */
  async open(call: AnnouncedCall, owners: ContactOwners): Promise<SessionContact> {
    for (const key of [...call.keys, { system: 'recording-session', value: newId() }]) {
      const contact = this.newContact(call, owners, key);
      const opened = await this.room.operative.contacts.open(contact, recorderActor);
      if (opened.created) return this.created(contact, owners);
      const live = await this.findLive(opened.contactId);
      if (live) return this.attach(live, call, owners);
    }
    throw new Error('session.no-free-key');
  }

  private newContact({ trunk, customer: heard, at }: AnnouncedCall, owners: ContactOwners, key: CorrelationKey): NewContact {
    const id = newTimeOrderedId(at);
    const { customerOwner, agentOwner, keys } = owners;
    const customer = this.kept(heard, trunk.queueId);
    const customerNumber = sealUnder(
      keys,
      operativeSealed.contact,
      'customerNumber',
      { rowId: id, ownerId: customerOwner },
      customer.number,
    );
    return {
      ...{ id, key, channel: 'voice', direction: 'inbound', trunkId: trunk.id, queueId: trunk.queueId },
      ...{ recorderId: this.room.recorderId, ownNumber: null, openedAt: at, connectedAt: at },
      ...{ customerOwner, agentOwner, customerNumber, customerName: null, attributes: null },
      attribution: customer.attribution,
    };
  }

  private created({ id, queueId, customerOwner, agentOwner }: NewContact, { keys }: ContactOwners): SessionContact {
    const keepsAddresses = this.keepsAddresses(queueId);
    return { id, startedMs: startOf(id), queueId, customerOwner, agentOwner, keys, keepsAddresses, attached: false };
  }

  private async findLive(contactId: string): Promise<ContactDetail | undefined> {
    const found = await this.room.operative.contacts.get(contactId);
    return found?.closedAt === null && found.customerOwner !== null && found.agentOwner !== null ? found : undefined;
  }

  private async attach(live: ContactDetail, { customer: heard }: AnnouncedCall, unused: ContactOwners): Promise<SessionContact> {
    unused.keys.zero();
    const { id, queueId, customerOwner, agentOwner } = live;
    const customer = this.kept(heard, queueId);
    if (customerOwner === null || agentOwner === null) throw new Error('session.contact-without-owners');
    const keys = await this.recover(customerOwner, agentOwner);
    const place = { rowId: id, ownerId: customerOwner };
    const customerNumber = sealUnder(keys, operativeSealed.contact, 'customerNumber', place, customer.number);
    if (customerNumber) await this.supplement(id, customerNumber, customer);
    const keepsAddresses = this.keepsAddresses(queueId);
    return { id, startedMs: startOf(id), queueId, customerOwner, agentOwner, keys, keepsAddresses, attached: true };
  }

  private kept(customer: CustomerNumber, queueId: string | null): CustomerNumber {
    return this.keepsAddresses(queueId) ? customer : { attribution: 'none' };
  }

  private supplement(
    id: string,
    customerNumber: NonNullable<NewContact['customerNumber']>,
    { attribution }: CustomerNumber,
  ): Promise<void> {
    return this.room.operative.contacts.supplement(id, { customerNumber }, attribution, recorderActor);
  }

  /** The keyring hands out keys that a recorder minted; for others, and while it is away, the ring stays empty. */
  private async recover(customerOwner: string, agentOwner: string): Promise<KeyRing> {
    return this.keyring
      .recover([
        { ownerId: customerOwner, ownerClass: 'contact-customer' },
        { ownerId: agentOwner, ownerClass: 'contact-agent' },
      ])
      .catch(() => new KeyRing());
  }
}

const startOf = (contactId: string): number => timeOfId(contactId).getTime();
