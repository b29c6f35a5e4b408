import type { PurposeCode } from '@voxkeep/contracts';
import {
  DataSubjectEntity,
  FreeText,
  NotPersonal,
  Pseudonym,
  Secret,
  sealedTransformer,
  type Sealed,
} from '@voxkeep/personal-data';
import type { GrantScope } from '@voxkeep/platform';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const because =
  'GDPR Art. 5(2): proof of who wrote down communications, for what and until when; the reason goes with the stream';
const official = 'time of an official act';

export type GrantState = 'requested' | 'refused' | 'open' | 'ended' | 'shredded';
export type GrantEnd = 'expired' | 'by-hand' | 'restart' | 'refused';

/** A grant under which communication events are written down: about what, why, how long, by which two people. */
@Entity({ name: 'communication_grant', schema: 'diagnostics' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'diagnostics.communication_grant',
  kind: 'detail',
  reachedBy: [
    { column: 'scope_id', key: 'contact' },
    { column: 'scope_id', key: 'contact-point' },
    { column: 'requested_by', key: 'user' },
    { column: 'approved_by', key: 'user' },
  ],
  owners: [{ column: 'requester_person_id', ownerClass: 'person' }],
  domain: 'staff',
  onErasure: 'keep',
  because,
  activities: ['telephony'],
})
export class CommunicationGrant {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the grant')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  scopeKind!: GrantScope;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'contact', domain: 'operative', erase: 'keep', label: 'field.grantScope' })
  scopeId!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  purpose!: PurposeCode;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @FreeText({
    mayName: 'third-parties',
    review: true,
    erase: 'keep',
    label: 'field.grantReason',
    owner: 'requester_person_id',
    ownerClass: 'person',
  })
  reason!: Sealed<'diagnostics.communication_grant.reason'> | null;

  @Column({ type: 'integer' })
  @NotPersonal('duration')
  minutes!: number;

  @Column({ type: 'text' })
  @NotPersonal('code')
  state!: GrantState;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.openedBy' })
  requestedBy!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'person', domain: 'directory', erase: 'keep', label: 'field.personId' })
  requesterPersonId!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal(official)
  requestedAt!: Date;

  @Column({ type: 'uuid', nullable: true })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.approvedBy' })
  approvedBy!: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal(official)
  openedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('at most 24 hours after the opening')
  endsAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal(official)
  endedAt!: Date | null;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code')
  endReason!: GrantEnd | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('at most 72 hours after the end')
  deleteAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal(official)
  shreddedAt!: Date | null;

  @Column({ type: 'bytea', nullable: true })
  @NotPersonal('public half of the one-time key')
  publicKey!: Buffer | null;

  @Column({ type: 'bytea', nullable: true })
  @Secret('keyed hash of a number; its key lies outside the database and dies with the grant')
  numberDigest!: Buffer | null;
}

/** A contact that a stream tells of, so that a person's report names the stream and the day on which it goes. */
@Entity({ name: 'stream_contact', schema: 'diagnostics' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'diagnostics.stream_contact',
  kind: 'detail',
  id: ['grant_id', 'contact_id'],
  reachedBy: [{ column: 'contact_id', key: 'contact' }],
  activities: ['telephony'],
})
export class StreamContact {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the grant')
  grantId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'contact', domain: 'operative', erase: 'delete', label: 'field.contactId' })
  contactId!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('day on which the stream is destroyed')
  deleteAt!: Date;
}
