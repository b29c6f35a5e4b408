import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContactReference, RandomId } from './classify.js';

/** `recording_gap` of the operative database after it was closed: same columns, same ciphertext. */
@Entity('closed_recording_gap')
@DataSubjectEntity({
  store: 'history',
  table: 'closed_recording_gap',
  kind: 'detail',
  id: ['contact_id', 'id'],
  reachedBy: [{ column: 'contact_id', key: 'contact' }],
  onErasure: 'delete',
  deletion: { class: 'recording', start: 'closed_recording.ended_at' },
  activities: ['record-contacts'],
})
export class ClosedRecordingGap {
  @PrimaryColumn({ type: 'uuid' })
  @ContactReference()
  contactId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @RandomId('the gap')
  id!: string;

  @Column({ type: 'uuid' })
  @RandomId('the recording')
  recordingId!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('which channel is silent; empty for all')
  channel!: string | null;

  @Column({ type: 'bigint' })
  @NotPersonal('where nothing was kept')
  fromMs!: string;

  @Column({ type: 'bigint' })
  @NotPersonal('where nothing was kept')
  toMs!: string;

  @Column({ type: 'text' })
  @NotPersonal('a code')
  reason!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code of what made it, where it was lost')
  cause!: string | null;

  @Column({ type: 'bigint', nullable: true })
  @NotPersonal('how much of the stretch is missing; empty for all of it')
  missingMs!: string | null;
}
