import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const because = 'GDPR Art. 17(3): what a hold covers, as random ids; it goes with the hold';

/** A record that a hold was found to cover when it was last looked up. */
@Entity({ name: 'held_key', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.held_key',
  kind: 'detail',
  id: ['hold_id', 'key_kind', 'key_id'],
  reachedBy: [{ column: 'key_id', key: 'person' }],
  onErasure: 'keep',
  because,
  activities: ['data-protection'],
})
export class HeldKey {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a hold')
  holdId!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('code')
  keyKind!: string;

  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'person', domain: 'directory', erase: 'keep', label: 'field.personId' })
  keyId!: string;
}

/** A key owner that was restricted in the keyring because of a hold. The last hold that is released gives it back. */
@Entity({ name: 'held_owner', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.held_owner',
  kind: 'none',
  reason: 'random ids of keys, which nothing but the keyring can tell the owner of',
})
export class HeldOwner {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a hold')
  holdId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a key owner')
  ownerId!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('code')
  ownerClass!: string;
}

/** A law that has a class of data kept: before an erasure request, after a hold (04 e). */
@Entity({ name: 'statutory_term', schema: 'protection' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'protection.statutory_term',
  kind: 'none',
  reason: 'a rule for a class of data, about nobody',
})
export class StatutoryTerm {
  @PrimaryColumn({ type: 'text' })
  @NotPersonal('deletion class')
  class!: string;

  @Column({ type: 'integer' })
  @NotPersonal('days')
  days!: number;

  @Column({ type: 'text' })
  @NotPersonal('article of a law')
  ground!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'keep', label: 'field.actor' })
  setBy!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an official act')
  setAt!: Date;
}
