import { DataSubjectEntity, NotPersonal, Personal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What may be, and is decided by a person. A refused one stays, so that it is not proposed again. */
@Entity('identity_proposal')
@DataSubjectEntity({
  store: 'directory',
  table: 'identity_proposal',
  kind: 'detail',
  reachedBy: [
    { column: 'person_id', key: 'person' },
    { column: 'other_id', key: 'person' },
    { column: 'contact_point_id', key: 'contact-point' },
  ],
  onErasure: 'delete',
  deletion: { class: 'person', start: 'created_at' },
  activities: ['data-protection'],
})
export class IdentityProposal {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the proposal')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('same-person, point-of-person or shared-point')
  kind!: string;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'person', domain: 'identity', erase: 'delete', label: 'field.person' })
  personId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'person', domain: 'identity', erase: 'delete', label: 'field.same-person' })
  otherId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'contact-point', domain: 'identity', erase: 'delete', label: 'field.contact-point' })
  contactPointId!: string | null;

  @Column({ type: 'text', array: true })
  @Personal({
    category: 'pd:Contact',
    store: 'clear',
    origin: 'derived',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.evidence',
  })
  reasons!: string[];

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

  @Column({ type: 'text' })
  @NotPersonal('open, accepted or refused')
  state!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when the row was written; the start of its deletion period')
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of an official act')
  decidedAt!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.actor' })
  decidedBy!: string | null;
}
