import { DataSubjectEntity, NotPersonal, Personal, Sealed, sealedTransformer } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContactReference, Observed, RandomId, UserReference } from './classify.js';

/**
 * Who was on a contact, in which role, from when to when. The address of every party is sealed under the customer's key of the
 * contact: it dies with the contact, and an employee's own extension stands in configuration anyway.
 */
@Entity('contact_party')
@DataSubjectEntity({
  store: 'operative',
  table: 'contact_party',
  kind: 'event',
  id: ['contact_id', 'id'],
  reachedBy: [
    { column: 'contact_id', key: 'contact', role: 'customer' },
    { column: 'user_id', key: 'user', role: 'agent' },
  ],
  owners: [{ column: 'customer_owner', ownerClass: 'contact-customer', diesBy: 'contact' }],
  domain: 'contact',
  onErasure: 'delete',
  deletion: { class: 'contact', start: 'from_at' },
  activities: ['serve-customer'],
})
export class ContactParty {
  @PrimaryColumn({ type: 'uuid' })
  @ContactReference()
  contactId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @RandomId('the party')
  id!: string;

  @Column({ type: 'text' })
  @Observed('field.role')
  role!: string;

  @Column({ type: 'uuid', nullable: true })
  @UserReference('field.agent')
  userId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @RandomId('the key owner of what the customer said')
  customerOwner!: string | null;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @Personal({
    category: 'pd:TelephoneNumber',
    store: 'sealed',
    owner: 'customer_owner',
    ownerClass: 'contact-customer',
    origin: 'observed',
    erase: 'null',
    analytics: 'drop',
    label: 'field.aor',
  })
  aor!: Sealed | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('opaque label of a media stream (RFC 4574)')
  label!: string | null;

  @Column({ type: 'timestamptz' })
  @Observed('field.from-at')
  fromAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @Observed('field.to-at')
  toAt!: Date | null;
}
