import { DataSubjectEntity } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContactReference, Observed } from './classify.js';

/** What was granted of one channel of a contact part, and what became of it; whole milliseconds. */
@Entity('recording_measure')
@DataSubjectEntity({
  store: 'operative',
  table: 'recording_measure',
  kind: 'detail',
  id: ['contact_id', 'part', 'channel'],
  reachedBy: [{ column: 'contact_id', key: 'contact' }],
  onErasure: 'keep',
  because: 'statistics of recording assurance; the contact it measures names nobody any more',
  deletion: { class: 'contact', start: 'contact.closed_at' },
  activities: ['record-contacts'],
})
export class RecordingMeasure {
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
