import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContactReference, Observed, RandomId } from './classify.js';

/** `recording_segment` of the operative database after it was closed: same columns, same ciphertext. */
@Entity('closed_recording_segment')
@DataSubjectEntity({
  store: 'history',
  table: 'closed_recording_segment',
  kind: 'detail',
  id: ['contact_id', 'id'],
  reachedBy: [{ column: 'contact_id', key: 'contact' }],
  owners: [
    { column: 'owner', ownerClass: 'contact-agent', where: { column: 'channel', is: 'agent' } },
    { column: 'owner', ownerClass: 'contact-customer', where: { column: 'channel', is: 'customer' } },
    { column: 'owner', ownerClass: 'contact-customer', where: { column: 'channel', is: 'mixed' } },
  ],
  onErasure: 'delete',
  deletion: { class: 'recording', start: 'closed_recording.ended_at' },
  activities: ['record-contacts'],
})
export class ClosedRecordingSegment {
  @PrimaryColumn({ type: 'uuid' })
  @ContactReference()
  contactId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @RandomId('the segment')
  id!: string;

  @Column({ type: 'uuid' })
  @RandomId('the recording')
  recordingId!: string;

  @Column({ type: 'text' })
  @Observed('field.audio-channel')
  channel!: string;

  @Column({ type: 'integer' })
  @NotPersonal('position of the segment in its channel')
  number!: number;

  @Column({ type: 'uuid' })
  @RandomId('a file in the vault')
  fileId!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of an audio codec')
  codec!: string;

  @Column({ type: 'bigint' })
  @Observed('field.start')
  startMs!: string;

  @Column({ type: 'bigint' })
  @Observed('field.length')
  octets!: string;

  @Column({ type: 'bytea', nullable: true })
  @NotPersonal('hash of ciphertext')
  sha512!: Buffer | null;

  @Column({ type: 'text' })
  @NotPersonal('state of the file')
  state!: string;

  @Column({ type: 'uuid' })
  @RandomId('a key owner')
  owner!: string;

  @Column({ type: 'uuid', nullable: true })
  @RandomId('the recording under which the file was sealed, where the row stands in another')
  sealedAs!: string | null;

  @Column({ type: 'integer', nullable: true })
  @NotPersonal('number under which the file was sealed, where the row has another')
  sealedNumber!: number | null;
}
