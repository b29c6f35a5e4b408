import { DataSubjectEntity } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContactReference, Observed } from './classify.js';

/** `recording_measure` of the operative database after its contact was closed: same columns. */
@Entity('closed_recording_measure')
@DataSubjectEntity({
  store: 'history',
  table: 'closed_recording_measure',
  kind: 'detail',
  id: ['contact_id', 'part', 'channel'],
  reachedBy: [{ column: 'contact_id', key: 'contact' }],
  onErasure: 'keep',
  because: 'statistics of recording assurance; the contact it measures names nobody any more',
  deletion: { class: 'contact', start: 'closed_contact.closed_at' },
  activities: ['record-contacts'],
})
export class ClosedRecordingMeasure {
  @PrimaryColumn({ type: 'uuid' })
  @ContactReference()
  contactId!: string;

  @PrimaryColumn({ type: 'text' })
  @Observed('field.part')
  part!: string;

  @PrimaryColumn({ type: 'text' })
  @Observed('field.audio-channel')
  channel!: string;

  @Column({ type: 'bigint' })
  @Observed('field.expected')
  expectedMs!: string;

  @Column({ type: 'bigint' })
  @Observed('field.kept')
  keptMs!: string;

  @Column({ type: 'bigint' })
  @Observed('field.missing-ours')
  missingOursMs!: string;

  @Column({ type: 'bigint' })
  @Observed('field.missing-theirs')
  missingTheirsMs!: string;

  @Column({ type: 'text', nullable: true })
  @Observed('field.missing-cause')
  mainCause!: string | null;
}
