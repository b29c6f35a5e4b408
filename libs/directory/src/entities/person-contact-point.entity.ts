import { DataSubjectEntity, NotPersonal, Personal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who has which contact point, from when to when, and how that is known. The identity map of a case is read off here. */
@Entity('person_contact_point')
@DataSubjectEntity({
  store: 'directory',
  table: 'person_contact_point',
  kind: 'detail',
  id: ['person_id', 'contact_point_id'],
  provides: [
    { column: 'person_id', key: 'person' },
    { column: 'contact_point_id', key: 'contact-point', during: { from: 'from_at', to: 'to_at' } },
  ],
  reachedBy: [
    { column: 'person_id', key: 'person' },
    { column: 'contact_point_id', key: 'contact-point' },
  ],
  onErasure: 'delete',
  deletion: { class: 'person', start: 'to_at' },
  activities: ['serve-customer'],
})
export class PersonContactPoint {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the person')
  personId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the contact point')
  contactPointId!: string;

  @Column({ type: 'text' })
  @Personal({
    category: 'pd:Contact',
    store: 'clear',
    origin: 'staff',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.evidence',
  })
  evidence!: string;

  @Column({ type: 'smallint' })
  @Personal({
    category: 'pd:Contact',
    store: 'clear',
    origin: 'derived',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.confidence',
  })
  confidence!: number;

  @PrimaryColumn({ type: 'timestamptz' })
  @Personal({
    category: 'pd:Contact',
    store: 'clear',
    origin: 'observed',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.from-at',
  })
  fromAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @Personal({
    category: 'pd:Contact',
    store: 'clear',
    origin: 'observed',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.to-at',
  })
  toAt!: Date | null;
}
