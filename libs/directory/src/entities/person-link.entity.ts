import { DataSubjectEntity, NotPersonal, Personal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Two entries that are one person, or are to be seen together (FHIR Patient.link). Ended rows stay as history. */
@Entity('person_link')
@DataSubjectEntity({
  store: 'directory',
  table: 'person_link',
  kind: 'detail',
  reachedBy: [
    { column: 'person_id', key: 'person' },
    { column: 'other_id', key: 'person' },
  ],
  onErasure: 'delete',
  deletion: { class: 'person', start: 'from_at' },
  activities: ['serve-customer'],
})
export class PersonLink {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the link')
  id!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'person', domain: 'identity', erase: 'delete', label: 'field.person' })
  personId!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'person', domain: 'identity', erase: 'delete', label: 'field.same-person' })
  otherId!: string;

  @Column({ type: 'text' })
  @NotPersonal('replaces, refer or seealso')
  type!: string;

  @Column({ type: 'timestamptz' })
  @Personal({
    category: 'pd:Relationship',
    store: 'clear',
    origin: 'staff',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.from-at',
  })
  fromAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @Personal({
    category: 'pd:Relationship',
    store: 'clear',
    origin: 'staff',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.to-at',
  })
  toAt!: Date | null;
}
