import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const because = 'GDPR Art. 5(2): proof of an erasure; counts, hashes and codes only';

/** What an erasure is proven by: one entry when the live data are gone, one when the last backup of the keys is. */
@Entity({ name: 'certificate', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.certificate',
  kind: 'detail',
  id: ['case_id', 'number'],
  reachedBy: [{ column: 'case_id', key: 'case' }],
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class Certificate {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  caseId!: string;

  @PrimaryColumn({ type: 'integer' })
  @NotPersonal('running number')
  number!: number;

  @Column({ type: 'text' })
  @NotPersonal('code')
  stage!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  at!: Date;

  @Column({ type: 'jsonb' })
  @NotPersonal('counts, hashes, codes and random ids of the certificate')
  payload!: unknown;

  @Column({ type: 'text' })
  @NotPersonal('hash of the certificate')
  payloadHash!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('the signed certificate with its proof')
  document!: string | null;
}

/** What an execution found and was about to remove, noted before the first row went: counts and hashes of ciphertext. */
@Entity({ name: 'erasure_evidence', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.erasure_evidence',
  kind: 'detail',
  id: ['case_id', 'number'],
  reachedBy: [{ column: 'case_id', key: 'case' }],
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class ErasureEvidenceEntry {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  caseId!: string;

  @PrimaryColumn({ type: 'integer' })
  @NotPersonal('running number')
  number!: number;

  @Column({ type: 'integer' })
  @NotPersonal('how many certificates there were before')
  stage!: number;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  at!: Date;

  @Column({ type: 'jsonb' })
  @NotPersonal('counts by table, hashes of ciphertext and random ids of removed files')
  evidence!: unknown;
}

/** What was decided about a record that may concern somebody else too, before it is erased with the person. */
@Entity({ name: 'review', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.review',
  kind: 'detail',
  id: ['case_id', 'database', 'table_name', 'row_id'],
  reachedBy: [{ column: 'case_id', key: 'case' }],
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class Review {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  caseId!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('name of a database')
  database!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('name of a table')
  tableName!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('random id of a record')
  rowId!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  decision!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code')
  reason!: string | null;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.actor' })
  decidedBy!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  decidedAt!: Date;
}
