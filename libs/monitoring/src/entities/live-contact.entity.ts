import { DataSubjectEntity, NotPersonal, Personal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A contact that is going on, or ended less than an hour ago (so that a late event cannot open it again). */
@Entity('live_contact')
@DataSubjectEntity({
  store: 'monitoring',
  table: 'live_contact',
  kind: 'event',
  id: 'contact_id',
  reachedBy: [
    { column: 'contact_id', key: 'contact', role: 'customer' },
    { column: 'agent_user_id', key: 'user', role: 'agent' },
  ],
  onErasure: 'delete',
  deletion: { class: 'live-state', start: 'closed_at' },
  activities: ['serve-customer'],
})
export class LiveContact {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'contact', domain: 'monitoring', erase: 'delete', label: 'field.contact' })
  contactId!: string;

  @Column({ type: 'timestamptz' })
  @Personal({
    category: 'pd:CommunicationsMetadata',
    store: 'clear',
    origin: 'observed',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.opened-at',
  })
  openedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @Personal({
    category: 'pd:CommunicationsMetadata',
    store: 'clear',
    origin: 'observed',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.closed-at',
  })
  closedAt!: Date | null;

  @Column({ type: 'text' })
  @NotPersonal('a code')
  direction!: string;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of a queue')
  queueId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of a trunk')
  trunkId!: string | null;

  @Column({ type: 'text' })
  @NotPersonal('a code')
  state!: string;

  @Column({ type: 'text' })
  @NotPersonal('a code')
  recordingState!: string;

  @Column({ type: 'text' })
  @Personal({
    category: 'pd:Preference',
    store: 'clear',
    origin: 'observed',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.consent',
  })
  consentState!: string;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of the agent’s part in the contact')
  agentPartyId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'monitoring', erase: 'delete', label: 'field.agent' })
  agentUserId!: string | null;
}
