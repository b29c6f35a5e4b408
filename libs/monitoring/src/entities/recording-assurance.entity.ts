import { DataSubjectEntity, NotPersonal, Personal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Something that is wrong with the recording of a contact that is going on, and when it was over. It goes with the live contact. */
@Entity('recording_assurance')
@DataSubjectEntity({
  store: 'monitoring',
  table: 'recording_assurance',
  kind: 'detail',
  id: 'contact_id',
  reachedBy: [{ column: 'contact_id', key: 'contact', role: 'customer' }],
  onErasure: 'delete',
  deletion: { class: 'live-state', start: 'raised_at' },
  activities: ['record-contacts'],
})
export class RecordingAssurance {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'contact', domain: 'monitoring', erase: 'delete', label: 'field.contact' })
  contactId!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('code of a technical fault')
  alarm!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('which channel is concerned; empty for all')
  channel!: string | null;

  @Column({ type: 'timestamptz' })
  @Personal({
    category: 'pd:CommunicationsMetadata',
    store: 'clear',
    origin: 'observed',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.at',
  })
  raisedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('when a technical fault was over')
  clearedAt!: Date | null;
}
