import { DataSubjectEntity, Personal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A contact point that is never called: it objected (GDPR Art. 21(3)) or was somebody else's. */
@Entity('blocked_number')
@DataSubjectEntity({
  store: 'outbound',
  table: 'blocked_number',
  kind: 'detail',
  id: 'contact_point_id',
  reachedBy: [{ column: 'contact_point_id', key: 'contact-point' }],
  onErasure: 'delete',
  deletion: { class: 'objection', start: 'at' },
  activities: ['call-customers'],
})
export class BlockedNumber {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'contact-point', domain: 'identity', erase: 'delete', label: 'field.contact-point' })
  contactPointId!: string;

  @Column({ type: 'text' })
  @Personal({
    category: 'pd:Preference',
    store: 'clear',
    origin: 'subject',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.block-reason',
  })
  reason!: string;

  @Column({ type: 'timestamptz' })
  @Personal({
    category: 'pd:Preference',
    store: 'clear',
    origin: 'observed',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.at',
  })
  at!: Date;
}
