import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseKind, CaseState } from './case-states.js';

const because = 'GDPR Art. 5(2): proof that a request was answered; random ids only';

/** A request of a person: what it asks for, how far it is, who opened and who approved it. */
@Entity({ name: 'case', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.case',
  kind: 'detail',
  reachedBy: [{ column: 'id', key: 'case' }],
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class Case {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('running number')
  number!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  kind!: CaseKind;

  @Column({ type: 'text' })
  @NotPersonal('code')
  state!: CaseState;

  @Column({ type: 'integer' })
  @NotPersonal('how sure the requester’s identity is')
  verificationLevel!: number;

  @Column({ type: 'text' })
  @NotPersonal('code')
  verificationMethod!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.openedBy' })
  openedBy!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  openedAt!: Date;

  @Column({ type: 'timestamptz' })
  @NotPersonal('GDPR Art. 12(3): one month')
  dueAt!: Date;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('hash of the frozen plan')
  planHash!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('hash of the catalogue that the plan was made from')
  catalogueHash!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.approvedBy' })
  approvedBy!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of an official act')
  approvedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of an official act')
  closedAt!: Date | null;

  @Column({ type: 'integer' })
  @NotPersonal('how sure the requester’s identity has to be')
  requiredLevel!: number;

  @Column({ type: 'boolean' })
  @NotPersonal('whether the answer is to hold recordings')
  withRecordings!: boolean;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.owner' })
  ownerId!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('GDPR Art. 12(3): when the one extension was made')
  extendedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code')
  extensionReason!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code')
  refusalGround!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  duplicateOf!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('hash of the rules that the frozen plan went by: holds, laws, reviews')
  policyHash!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('when the live data were gone')
  liveErasedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('when the last backup of the keys ends')
  backupsEndAt!: Date | null;
}

/** Whom a case is about: random ids of a person and of contact points, meaningless once these are erased. */
@Entity({ name: 'case_subject', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.case_subject',
  kind: 'detail',
  id: ['case_id', 'key_kind', 'key_id'],
  provides: { column: 'case_id', key: 'case' },
  reachedBy: [
    { column: 'key_id', key: 'person' },
    { column: 'key_id', key: 'contact-point' },
  ],
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class CaseSubject {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  caseId!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('code')
  keyKind!: 'person' | 'contact-point';

  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'person', domain: 'directory', erase: 'keep', label: 'field.personId' })
  keyId!: string;
}
