import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const because =
  'GDPR Art. 17(3)(b) and (e): why something was kept although its erasure was asked for; random ids and codes only';

/** A legal hold, or the restriction of processing that a person asked for (GDPR Art. 18). No names: a matter is a file reference. */
@Entity({ name: 'hold', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.hold',
  kind: 'detail',
  reachedBy: [{ column: 'case_id', key: 'case' }],
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class Hold {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('running number')
  number!: string;

  @Column({ type: 'text' })
  @NotPersonal('reference of a matter: capitals, digits and dashes, checked by the database')
  matter!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  basis!: string;

  @Column({ type: 'text' })
  @NotPersonal('office to ask, a code')
  contactRole!: string;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  caseId!: string | null;

  @Column({ type: 'text' })
  @NotPersonal('code')
  state!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.openedBy' })
  placedBy!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  placedAt!: Date;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.approvedBy' })
  approvedBy!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of an official act')
  approvedAt!: Date | null;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when it has to be looked at again')
  reviewAt!: Date;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code')
  releaseReason!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.actor' })
  releaseBy!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of an official act')
  releaseAt!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.approvedBy' })
  releasedBy!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of an official act')
  releasedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('when what it covers was last looked up')
  resolvedAt!: Date | null;
}

/** One part of what a hold covers. */
@Entity({ name: 'hold_scope', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.hold_scope',
  kind: 'detail',
  id: ['hold_id', 'number'],
  reachedBy: [
    { column: 'key_id', key: 'person' },
    { column: 'key_id', key: 'contact-point' },
    { column: 'key_id', key: 'user' },
  ],
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class HoldScopeRow {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a hold')
  holdId!: string;

  @PrimaryColumn({ type: 'integer' })
  @NotPersonal('running number')
  number!: number;

  @Column({ type: 'text' })
  @NotPersonal('code')
  kind!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'person', domain: 'directory', erase: 'keep', label: 'field.personId' })
  keyId!: string;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('beginning of a period')
  fromAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('end of a period')
  toAt!: Date | null;
}
