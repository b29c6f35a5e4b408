import { DataSubjectEntity, NotPersonal, Personal, Pseudonym, Sealed, sealedTransformer } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody on a call list. The key of their first phone number's contact point seals what the list says about them. */
@Entity('customer')
@DataSubjectEntity({
  store: 'outbound',
  table: 'customer',
  kind: 'subject',
  provides: { column: 'id', key: 'customer' },
  reachedBy: [
    { column: 'person_id', key: 'person' },
    { column: 'id', key: 'customer' },
  ],
  domain: 'outbound',
  onErasure: 'delete',
  deletion: { class: 'outbound', start: 'list_import.at' },
  activities: ['call-customers'],
})
export class Customer {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the line of the list')
  id!: string;

  @Column({ type: 'uuid' })
  @NotPersonal('random id of a list')
  callListId!: string;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'person', domain: 'identity', erase: 'delete', label: 'field.person' })
  personId!: string | null;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'contact-point', domain: 'identity', erase: 'delete', label: 'field.contact-point' })
  ownerPointId!: string;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @Personal({
    category: 'pd:UID',
    store: 'sealed',
    owner: 'owner_point_id',
    ownerClass: 'contact-point',
    origin: 'staff',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.external-id',
  })
  externalId!: Sealed | null;

  @Column({ type: 'integer' })
  @NotPersonal('order in which the list is called')
  priority!: number;

  @Column({ type: 'text', nullable: true })
  @Personal({
    category: 'pd:Location',
    store: 'clear',
    origin: 'staff',
    erase: 'delete',
    analytics: 'bucket',
    label: 'field.time-zone',
  })
  timeZone!: string | null;
}
