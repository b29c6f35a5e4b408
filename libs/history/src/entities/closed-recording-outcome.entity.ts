import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContactReference, Observed } from './classify.js';

/** `recording_outcome` of the operative database after it was closed: same columns, same ciphertext. */
@Entity('closed_recording_outcome')
@DataSubjectEntity({
  store: 'history',
  table: 'closed_recording_outcome',
  kind: 'detail',
  id: ['contact_id', 'part'],
  reachedBy: [{ column: 'contact_id', key: 'contact' }],
  onErasure: 'keep',
  because: 'statistics of recording assurance; the contact it counts names nobody any more',
  deletion: { class: 'contact', start: 'at' },
  activities: ['record-contacts'],
})
export class ClosedRecordingOutcome {
  @PrimaryColumn({ type: 'uuid' })
  @ContactReference()
  contactId!: string;

  @PrimaryColumn({ type: 'text' })
  @Observed('field.part')
  part!: string;

  @Column({ type: 'text' })
  @Observed('field.outcome')
  outcome!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code of a technical cause')
  cause!: string | null;

  @Column({ type: 'integer', nullable: true })
  @NotPersonal('SIP status code')
  sipStatus!: number | null;

  @Column({ type: 'timestamptz' })
  @Observed('field.at')
  at!: Date;

  /** Recording sessions that it was counted from; none: it was told by a rule, because no recorder had told it. */
  @Column({ type: 'uuid', array: true })
  @NotPersonal('random ids of recording sessions')
  sessions!: string[];
}
