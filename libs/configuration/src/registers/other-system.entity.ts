import type { http } from '@voxkeep/contracts';
import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const because = 'GDPR Art. 5(2): proof of which systems were asked, and who answered for them; random ids and codes only';

/** A system of the controller that is no part of this product, and may hold data of the same persons. */
@Entity({ name: 'other_system', schema: 'register' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'register.other_system',
  kind: 'detail',
  reachedBy: [{ column: 'owner_user_id', key: 'user' }],
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class OtherSystem {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of a machine or a program')
  name!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  kind!: http.OtherSystem['kind'];

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.owner' })
  ownerUserId!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('office, a code')
  ownerOffice!: http.OtherSystem['ownerOffice'];

  @Column({ type: 'text' })
  @NotPersonal('address of a department, not of a person')
  contact!: string;

  @Column({ type: 'text' })
  @NotPersonal('instruction for a search, without a searched value')
  howToSearch!: string;

  @Column({ type: 'text', array: true })
  @NotPersonal('categories of data')
  categories!: http.OtherSystem['categories'];

  @Column({ type: 'boolean' })
  @NotPersonal('whether a processor runs it')
  processor!: boolean;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('reference of an agreement')
  agreement!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('safeguards of a transfer')
  transfer!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('term or rule of deletion')
  retention!: string | null;

  @Column({ type: 'integer' })
  @NotPersonal('days to answer')
  answerDays!: number;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('when the system was taken out of use')
  retiredAt!: Date | null;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  createdAt!: Date;
}

/** What a system was asked in a case, and what its owner answered. */
@Entity({ name: 'system_task', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.system_task',
  kind: 'detail',
  id: ['case_id', 'system_id'],
  reachedBy: [
    { column: 'case_id', key: 'case' },
    { column: 'answered_by', key: 'user' },
  ],
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class SystemTask {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  caseId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a system')
  systemId!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  askedAt!: Date;

  @Column({ type: 'timestamptz' })
  @NotPersonal('day by which it is to be answered')
  dueAt!: Date;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code')
  outcome!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('ground of a refusal, a code')
  ground!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('file reference: capitals, digits and dashes')
  reference!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.actor' })
  answeredBy!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of an official act')
  answeredAt!: Date | null;
}
