import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const because = 'GDPR Art. 5(2): proof of what was done; random ids, counts and codes only';

/** One step of a case: in which database, how many rows, with what result. Append-only. */
@Entity({ name: 'case_step', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.case_step',
  kind: 'detail',
  id: ['case_id', 'number'],
  reachedBy: [{ column: 'case_id', key: 'case' }],
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class CaseStep {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  caseId!: string;

  @PrimaryColumn({ type: 'integer' })
  @NotPersonal('running number')
  number!: number;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  at!: Date;

  @Column({ type: 'text' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.actor' })
  actor!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  step!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('name of a database')
  database!: string | null;

  @Column({ type: 'bigint' })
  @NotPersonal('number of rows')
  affected!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  result!: string;
}

/** Whose data were erased: read after a restore, so that an erasure is done again (04 e). Append-only. */
@Entity({ name: 'erasure_journal', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.erasure_journal',
  kind: 'detail',
  reachedBy: [{ column: 'case_id', key: 'case' }],
  onErasure: 'keep',
  because: 'GDPR Art. 17: without it a restored backup would bring the data back; random ids only',
  activities: ['data-protection'],
})
export class ErasureJournalEntry {
  @PrimaryColumn({ type: 'bigint' })
  @NotPersonal('running number')
  id!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  caseId!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  at!: Date;

  @Column({ type: 'text' })
  @NotPersonal('code')
  keyKind!: string;

  @Column({ type: 'uuid', array: true })
  @Pseudonym({ of: 'person', domain: 'directory', erase: 'keep', label: 'field.erasedIds' })
  keyIds!: string[];
}
