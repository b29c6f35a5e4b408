import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Up to three numbers of a customer, by the random id of their contact point; each stands once in a list. */
@Entity('customer_phone')
@DataSubjectEntity({
  store: 'outbound',
  table: 'customer_phone',
  kind: 'detail',
  id: ['customer_id', 'contact_point_id'],
  provides: { column: 'customer_id', key: 'customer' },
  reachedBy: [
    { column: 'contact_point_id', key: 'contact-point' },
    { column: 'customer_id', key: 'customer' },
  ],
  onErasure: 'delete',
  deletion: { class: 'outbound', start: 'list_import.at' },
  activities: ['call-customers'],
})
export class CustomerPhone {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the line of the list')
  customerId!: string;

  @PrimaryColumn({ type: 'smallint' })
  @NotPersonal('which number is called first')
  position!: number;

  @Column({ type: 'uuid' })
  @NotPersonal('random id of a list')
  callListId!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'contact-point', domain: 'identity', erase: 'delete', label: 'field.contact-point' })
  contactPointId!: string;
}
