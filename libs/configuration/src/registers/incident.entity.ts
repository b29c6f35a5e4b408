import type { http } from '@voxkeep/contracts';
import { DataSubjectEntity, FreeText, NotPersonal, Pseudonym, sealedTransformer, type Sealed } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const because = 'GDPR Art. 33(5): incidents, their effects and what was done are documented';
const official = 'time of an official act';

/** A breach of personal data or of the service that keeps it. What is told in words is sealed under whoever reported it. */
@Entity({ name: 'incident', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.incident',
  kind: 'detail',
  reachedBy: [{ column: 'reporter_id', key: 'user' }],
  owners: [{ column: 'reporter_person_id', ownerClass: 'person' }],
  domain: 'staff',
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class Incident {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('running number')
  number!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  kind!: http.IncidentRow['kind'];

  @Column({ type: 'text' })
  @NotPersonal('code')
  risk!: http.IncidentRow['risk'];

  @Column({ type: 'text' })
  @NotPersonal('code')
  state!: http.IncidentRow['state'];

  @Column({ type: 'timestamptz' })
  @NotPersonal('when the controller became aware')
  noticedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('beginning of a period')
  beganAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('end of a period')
  endedAt!: Date | null;

  @Column({ type: 'text', array: true })
  @NotPersonal('categories of data')
  categories!: http.IncidentRow['categories'];

  @Column({ type: 'integer', nullable: true })
  @NotPersonal('an approximate count')
  personsAbout!: number | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal(official)
  warnedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal(official)
  notifiedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('file reference: capitals, digits and dashes')
  notificationReference!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code')
  notNotifiedGround!: http.IncidentRow['notNotifiedGround'];

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal(official)
  personsToldAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code')
  personsNotToldGround!: http.IncidentRow['personsNotToldGround'];

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.openedBy' })
  reporterId!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'person', domain: 'directory', erase: 'keep', label: 'field.personId' })
  reporterPersonId!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal(official)
  openedAt!: Date;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @FreeText({
    mayName: 'third-parties',
    review: true,
    erase: 'keep',
    label: 'field.event',
    owner: 'reporter_person_id',
    ownerClass: 'person',
  })
  happened!: Sealed<'protection.incident.happened'> | null;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @FreeText({
    mayName: 'third-parties',
    review: true,
    erase: 'keep',
    label: 'field.note',
    owner: 'reporter_person_id',
    ownerClass: 'person',
  })
  lessons!: Sealed<'protection.incident.lessons'> | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal(official)
  closedAt!: Date | null;
}
