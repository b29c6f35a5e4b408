import { DataSubjectEntity, NotPersonal, Personal, Pseudonym, Sealed, sealedTransformer } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Observed, RandomId, UserReference } from './classify.js';

/** What a person said about being recorded, when, to which wording, and how that is known (GDPR Art. 7(1)). */
@Entity('consent')
@DataSubjectEntity({
  store: 'operative',
  table: 'consent',
  kind: 'detail',
  reachedBy: [
    { column: 'person_id', key: 'person' },
    { column: 'contact_point_id', key: 'contact-point' },
    { column: 'contact_id', key: 'contact' },
  ],
  owners: [{ column: 'customer_owner', ownerClass: 'contact-customer', diesBy: 'contact' }],
  domain: 'contact',
  onErasure: 'delete',
  deletion: { class: 'consent', start: 'at' },
  activities: ['record-contacts'],
})
export class Consent {
  @PrimaryColumn({ type: 'uuid' })
  @RandomId('the consent')
  id!: string;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'person', domain: 'identity', erase: 'null', label: 'field.person' })
  personId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'contact-point', domain: 'identity', erase: 'null', label: 'field.contact-point' })
  contactPointId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'contact', domain: 'operative', erase: 'null', label: 'field.contact' })
  contactId!: string | null;

  @Column({ type: 'text' })
  @Observed('field.purpose')
  purpose!: string;

  @Column({ type: 'text' })
  @Observed('field.channel')
  channel!: string;

  @Column({ type: 'text' })
  @Personal({
    category: 'pd:Preference',
    store: 'clear',
    origin: 'subject',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.consent',
    portability: true,
  })
  state!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('version of the wording that was played or shown')
  wordingVersion!: string | null;

  @Column({ type: 'text' })
  @Observed('field.evidence')
  evidenceKind!: string;

  @Column({ type: 'uuid', nullable: true })
  @RandomId('the key owner of what the customer said')
  customerOwner!: string | null;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @Personal({
    category: 'pd:Communication',
    store: 'sealed',
    owner: 'customer_owner',
    ownerClass: 'contact-customer',
    origin: 'observed',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.evidence-detail',
  })
  evidenceDetail!: Sealed | null;

  @Column({ type: 'timestamptz' })
  @Observed('field.at')
  at!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @Observed('field.valid-until')
  validUntil!: Date | null;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when the row was entered')
  recordedAt!: Date;

  @Column({ type: 'uuid', nullable: true })
  @UserReference('field.actor')
  recordedBy!: string | null;
}
