import { DataSubjectEntity, NotPersonal, Personal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One call to a customer of a list and what came of it; no result means that it is going on. */
@Entity('attempt')
@DataSubjectEntity({
  store: 'outbound',
  table: 'attempt',
  kind: 'detail',
  reachedBy: [
    { column: 'customer_id', key: 'customer' },
    { column: 'contact_id', key: 'contact' },
  ],
  onErasure: 'delete',
  deletion: { class: 'outbound', start: 'at' },
  activities: ['call-customers'],
})
export class Attempt {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the attempt')
  id!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'customer', domain: 'outbound', erase: 'delete', label: 'field.customer' })
  customerId!: string;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'contact', domain: 'outbound', erase: 'delete', label: 'field.contact' })
  contactId!: string | null;

  @Column({ type: 'timestamptz' })
  @Personal({
    category: 'pd:CommunicationsMetadata',
    store: 'clear',
    origin: 'observed',
    erase: 'delete',
    analytics: 'bucket',
    label: 'field.at',
  })
  at!: Date;

  @Column({ type: 'text', nullable: true })
  @Personal({
    category: 'pd:CommunicationsMetadata',
    store: 'clear',
    origin: 'observed',
    erase: 'delete',
    analytics: 'bucket',
    label: 'field.result',
  })
  result!: string | null;
}
