import { DataSubjectEntity, NotPersonal, Personal, Pseudonym, Sealed, sealedTransformer } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Observed, RandomId } from './classify.js';

/**
 * One contact. What was said or written in it is owned by two random key owners, one per role, minted at its start; so it can be
 * made unreadable without knowing who it was. Erasure detaches the row from the person and leaves times and queue for statistics.
 */
@Entity('contact')
@DataSubjectEntity({
  store: 'operative',
  table: 'contact',
  kind: 'event',
  provides: { column: 'id', key: 'contact' },
  reachedBy: [{ column: 'customer_point_id', key: 'contact-point', role: 'customer', at: 'opened_at' }],
  owners: [
    { column: 'customer_owner', ownerClass: 'contact-customer' },
    { column: 'agent_owner', ownerClass: 'contact-agent' },
  ],
  domain: 'contact',
  onErasure: 'anonymise',
  erasureCondition: 'customer',
  deletion: { class: 'contact', start: 'closed_at' },
  activities: ['serve-customer'],
})
export class Contact {
  @PrimaryColumn({ type: 'uuid' })
  @RandomId('the contact, with the time at which it began')
  id!: string;

  @Column({ type: 'text' })
  @Observed('field.channel')
  channel!: string;

  @Column({ type: 'text' })
  @Observed('field.direction')
  direction!: string;

  @Column({ type: 'uuid', nullable: true })
  @RandomId('a trunk')
  trunkId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @RandomId('a queue')
  queueId!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('name of the recorder process that holds the call')
  recorderId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'contact-point', domain: 'identity', erase: 'null', label: 'field.contact-point' })
  customerPointId!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('number of a line or service of the company; a direct number of a person stands sealed in contact_party')
  ownNumber!: string | null;

  @Column({ type: 'timestamptz' })
  @Observed('field.opened-at')
  openedAt!: Date;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when the row was entered')
  recordedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @Observed('field.connected-at')
  connectedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  @Observed('field.closed-at')
  closedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  @Observed('field.end-reason')
  endReason!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @RandomId('the key owner of what the customer said')
  customerOwner!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @RandomId('the key owner of what the agent said')
  agentOwner!: string | null;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @Personal({
    category: 'pd:TelephoneNumber',
    store: 'sealed',
    owner: 'customer_owner',
    origin: 'observed',
    erase: 'null',
    analytics: 'drop',
    label: 'field.phone',
  })
  customerNumber!: Sealed | null;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @Personal({
    category: 'pd:Name',
    store: 'sealed',
    owner: 'customer_owner',
    origin: 'observed',
    erase: 'null',
    analytics: 'drop',
    label: 'field.name',
  })
  customerName!: Sealed | null;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @Personal({
    category: 'pd:Communication',
    store: 'sealed',
    owner: 'customer_owner',
    origin: 'observed',
    erase: 'null',
    analytics: 'drop',
    label: 'field.attributes',
  })
  attributes!: Sealed | null;

  /** Stands only while an announced contact waits for its call. */
  @Column({ type: 'bytea', nullable: true })
  @Personal({
    category: 'pd:TelephoneNumber',
    store: 'index',
    origin: 'derived',
    erase: 'null',
    analytics: 'drop',
    label: 'field.phone',
    access: false,
  })
  announcedMark!: Buffer | null;

  @Column({ type: 'text' })
  @NotPersonal('state of the search for the contact point')
  attribution!: string;
}
