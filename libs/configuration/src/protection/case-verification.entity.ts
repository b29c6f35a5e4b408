import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One attempt to make sure who asks: method and result, never what was shown. Append-only. */
@Entity({ name: 'case_verification', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.case_verification',
  kind: 'detail',
  id: ['case_id', 'number'],
  reachedBy: [{ column: 'case_id', key: 'case' }],
  onErasure: 'keep',
  because: 'GDPR Art. 12(6): proof that the requester was identified; random ids and codes only',
  activities: ['data-protection'],
})
export class CaseVerification {
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
  method!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  result!: 'passed' | 'failed';

  @Column({ type: 'integer' })
  @NotPersonal('how sure the requester’s identity is by this alone')
  level!: number;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'contact-point', domain: 'directory', erase: 'keep', label: 'field.contact-point' })
  contactPointId!: string | null;
}
