import { DataSubjectEntity, NotPersonal, Pseudonym, Secret } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How the answer to a request reached the person: when, by whom, to which contact point, with which fingerprint. */
@Entity({ name: 'delivery', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.delivery',
  kind: 'detail',
  reachedBy: [{ column: 'case_id', key: 'case' }],
  onErasure: 'keep',
  because: 'GDPR Art. 5(2): proof that a request was answered; random ids only',
  activities: ['data-protection'],
})
export class Delivery {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  caseId!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  way!: 'link' | 'mail';

  @Column({ type: 'text' })
  @NotPersonal('code')
  content!: 'report' | 'portable';

  @Column({ type: 'jsonb' })
  @NotPersonal('language, and what was left out, as codes')
  options!: object;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'contact-point', domain: 'directory', erase: 'keep', label: 'field.contact-point' })
  contactPointId!: string | null;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.actor' })
  madeBy!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  madeAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('end of a link')
  expiresAt!: Date | null;

  @Column({ type: 'text' })
  @NotPersonal('code')
  state!: string;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of an official act')
  doneAt!: Date | null;

  @Column({ type: 'integer' })
  @NotPersonal('number of attempts')
  attempts!: number;

  @Column({ type: 'bytea', nullable: true })
  @Secret('hash of the link')
  tokenHash!: Buffer | null;

  @Column({ type: 'text', nullable: true })
  @Secret('hash of the passphrase of the link')
  passphraseHash!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('hash of what was handed over')
  fingerprint!: string | null;
}
