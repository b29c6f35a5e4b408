import { DataSubjectEntity, NotPersonal, Personal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const Counted = (label: string) =>
  Personal({
    category: 'pd:CommunicationsMetadata',
    store: 'clear',
    origin: 'derived',
    erase: 'keep',
    analytics: 'bucket',
    label,
  });

/**
 * What a contact counts for in reports. The customer is a pseudonym; erasure empties it and the row stays, so that totals stay
 * right. The agent's reference stays until retention, because working time and pay rest on it.
 */
@Entity('contact_fact')
@DataSubjectEntity({
  store: 'reporting',
  table: 'contact_fact',
  kind: 'event',
  id: 'contact_id',
  reachedBy: [
    { column: 'contact_id', key: 'contact', role: 'customer' },
    { column: 'agent_user_id', key: 'user', role: 'agent' },
  ],
  onErasure: 'anonymise',
  erasureCondition: 'customer',
  deletion: { class: 'reporting', start: 'opened_at' },
  activities: ['report'],
})
export class ContactFact {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'contact', domain: 'reporting', erase: 'keep', label: 'field.contact' })
  contactId!: string;

  @Column({ type: 'timestamptz' })
  @Counted('field.opened-at')
  openedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @Counted('field.closed-at')
  closedAt!: Date | null;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of a queue')
  queueId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of a trunk')
  trunkId!: string | null;

  @Column({ type: 'text' })
  @Counted('field.direction')
  direction!: string;

  @Column({ type: 'text' })
  @Counted('field.channel')
  channel!: string;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'reporting', erase: 'keep', label: 'field.agent' })
  agentUserId!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  @Counted('field.connected-at')
  agentJoinedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  @Counted('field.automated-outcome')
  automatedOutcome!: string | null;

  @Column({ type: 'text', nullable: true })
  @Counted('field.agent-outcome')
  agentOutcome!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'contact-point', domain: 'reporting', erase: 'null', label: 'field.contact-point' })
  customerRef!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('when an erasure went through the contact; nothing about a customer is written afterwards')
  erasedAt!: Date | null;

  @Column({ type: 'text', nullable: true, insert: false, update: false })
  @Counted('field.outcome')
  outcome!: string | null;

  @Column({ type: 'integer', nullable: true, insert: false, update: false })
  @Counted('field.duration')
  handleSeconds!: number | null;
}
