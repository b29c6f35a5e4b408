import { DataSubjectEntity, NotPersonal, Personal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A number or address that must not be brought in again: its keyed fingerprint, why, and until when. */
@Entity({ name: 'suppression', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.suppression',
  kind: 'detail',
  id: ['case_id', 'index_hash'],
  reachedBy: [{ column: 'case_id', key: 'case' }],
  onErasure: 'keep',
  because: 'GDPR Art. 21(3), Art. 6(1)(a): the person agreed or a law needs it; a keyed fingerprint that ends by itself',
  activities: ['data-protection'],
})
export class Suppression {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'case', domain: 'configuration', erase: 'keep', label: 'field.caseId' })
  caseId!: string;

  @PrimaryColumn({ type: 'bytea' })
  @Personal({
    category: 'pd:Contact',
    store: 'index',
    origin: 'derived',
    erase: 'keep',
    analytics: 'drop',
    label: 'field.contact-point',
    access: false,
  })
  indexHash!: Buffer;

  @Column({ type: 'text' })
  @NotPersonal('phone or email')
  kind!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  purpose!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  ground!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('end of the suppression')
  untilAt!: Date;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.actor' })
  setBy!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  setAt!: Date;
}
