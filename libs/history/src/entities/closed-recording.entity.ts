import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContactReference, Observed, RandomId } from './classify.js';

/** `recording` of the operative database after it was closed: same columns, same ciphertext. */
@Entity('closed_recording')
@DataSubjectEntity({
  store: 'history',
  table: 'closed_recording',
  kind: 'detail',
  id: ['contact_id', 'id'],
  provides: { column: 'id', key: 'recording' },
  reachedBy: [{ column: 'contact_id', key: 'contact' }],
  onErasure: 'keep',
  because: 'times and state without a voice or a name; the audio, its keys and the link to the person are gone',
  deletion: { class: 'recording', start: 'ended_at' },
  activities: ['record-contacts'],
})
export class ClosedRecording {
  @PrimaryColumn({ type: 'uuid' })
  @ContactReference()
  contactId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @RandomId('the recording')
  id!: string;

  @Column({ type: 'text' })
  @Observed('field.part')
  part!: string;

  @Column({ type: 'text' })
  @NotPersonal('state of the recording')
  state!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of an audio codec')
  codec!: string;

  @Column({ type: 'boolean' })
  @NotPersonal('whether voices share one channel')
  inseparable!: boolean;

  @Column({ type: 'uuid', nullable: true })
  @RandomId('the consent, command or event that the permission rests on')
  consentId!: string | null;

  @Column({ type: 'text' })
  @Observed('field.evidence')
  evidenceKind!: string;

  @Column({ type: 'timestamptz' })
  @Observed('field.started-at')
  startedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @Observed('field.ended-at')
  endedAt!: Date | null;
}
