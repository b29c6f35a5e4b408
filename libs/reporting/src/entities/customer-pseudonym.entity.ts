import { DataSubjectEntity, Pseudonym } from '@voxkeep/personal-data';
import { Entity, PrimaryColumn, Column } from 'typeorm';

/** The random reference under which reports know a contact point. Without its row here a reference leads to nobody. */
@Entity('customer_pseudonym')
@DataSubjectEntity({
  store: 'reporting',
  table: 'customer_pseudonym',
  kind: 'detail',
  id: 'contact_point_id',
  reachedBy: [{ column: 'contact_point_id', key: 'contact-point' }],
  onErasure: 'delete',
  deletion: { class: 'reporting', start: 'contact_fact.opened_at' },
  activities: ['report'],
})
export class CustomerPseudonym {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'contact-point', domain: 'identity', erase: 'delete', label: 'field.contact-point' })
  contactPointId!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'contact-point', domain: 'reporting', erase: 'delete', label: 'field.contact-point' })
  ref!: string;
}
