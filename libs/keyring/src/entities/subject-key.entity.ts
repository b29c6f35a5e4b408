import { DataSubjectEntity, NotPersonal, Secret, type OwnerClass } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Erasure destroys these rows through the keyring's own operation, never through the erasure plan. */
@Entity('subject_key')
@DataSubjectEntity({
  store: 'keyring',
  table: 'subject_key',
  kind: 'none',
  reason: 'wrapped keys of random owner ids; who an owner is stands in the other databases only',
  id: ['owner_id', 'owner_class', 'epoch'],
})
export class SubjectKey {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a key owner; goes when the key is destroyed')
  ownerId!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('code')
  ownerClass!: OwnerClass;

  @PrimaryColumn({ type: 'integer' })
  @NotPersonal('counts keys of one owner')
  epoch!: number;

  @Column({ type: 'integer' })
  @NotPersonal('version of the wrapping key')
  rootVersion!: number;

  @Column({ type: 'bytea' })
  @Secret('owner key, wrapped under the root key')
  wrapped!: Buffer;

  @Column({ type: 'text' })
  @NotPersonal('code')
  state!: 'active' | 'retiring' | 'held';

  @Column({ type: 'bytea' })
  @NotPersonal('commitment to a random key')
  commitment!: Buffer;

  @Column({ type: 'text' })
  @NotPersonal('name of a program')
  mintedBy!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of minting; pre-minted keys are older than their contact')
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('since when a newer key of the owner is in use')
  retiringAt!: Date | null;
}
