import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Observed, RandomId } from './classify.js';

/** What the recorder that holds a call was asked to do, by whom, and what it answered. */
@Entity('recorder_command')
@DataSubjectEntity({
  store: 'operative',
  table: 'recorder_command',
  kind: 'detail',
  reachedBy: [
    { column: 'contact_id', key: 'contact', role: 'customer' },
    { column: 'asked_by', key: 'user', role: 'agent' },
  ],
  onErasure: 'delete',
  erasureCondition: 'customer',
  deletion: { class: 'contact', start: 'asked_at' },
  activities: ['record-contacts'],
})
export class RecorderCommand {
  @PrimaryColumn({ type: 'uuid' })
  @RandomId('the command')
  id!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'contact', domain: 'operative', erase: 'delete', label: 'field.contact' })
  contactId!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of a recorder process')
  recorderId!: string;

  @Column({ type: 'text' })
  @Observed('field.command')
  kind!: string;

  @Column({ type: 'uuid', nullable: true })
  @RandomId('a consent')
  consentId!: string | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('version of a wording')
  wordingVersion!: string | null;

  @Column({ type: 'text', nullable: true })
  @Observed('field.evidence')
  evidenceKind!: string | null;

  @Column({ type: 'text' })
  @Pseudonym({ of: 'user', domain: 'operative', erase: 'delete', label: 'field.asked-by' })
  askedBy!: string;

  @Column({ type: 'timestamptz' })
  @Observed('field.at')
  askedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('when the recorder answered')
  acknowledgedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('a code')
  result!: string | null;
}
