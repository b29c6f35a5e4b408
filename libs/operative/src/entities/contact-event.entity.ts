import { DataSubjectEntity } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ContactReference, Observed, RandomId } from './classify.js';

/** Something that happened during a contact: a code, a time, the id of the row and the channel it is about. */
@Entity('contact_event')
@DataSubjectEntity({
  store: 'operative',
  table: 'contact_event',
  kind: 'detail',
  id: ['contact_id', 'id'],
  reachedBy: [{ column: 'contact_id', key: 'contact' }],
  onErasure: 'delete',
  deletion: { class: 'contact', start: 'at' },
  activities: ['serve-customer'],
})
export class ContactEvent {
  @PrimaryColumn({ type: 'uuid' })
  @ContactReference()
  contactId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @RandomId('the event')
  id!: string;

  @Column({ type: 'text' })
  @Observed('field.event')
  kind!: string;

  @Column({ type: 'timestamptz' })
  @Observed('field.at')
  at!: Date;

  @Column({ type: 'uuid', nullable: true })
  @RandomId('the party, recording, consent or other contact that the event is about')
  subjectId!: string | null;

  @Column({ type: 'text', nullable: true })
  @Observed('field.audio-channel')
  channel!: string | null;
}
