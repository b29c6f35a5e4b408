import { DataSubjectEntity, NotPersonal, type OwnerClass } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is left of a key. It is evidence, so nothing ever deletes it; its owner id leads nowhere once the rows are gone. */
@Entity('destroyed_key')
@DataSubjectEntity({
  store: 'keyring',
  table: 'destroyed_key',
  kind: 'none',
  reason: 'random ids and commitments of keys that no longer exist',
  id: ['owner_id', 'owner_class', 'epoch'],
})
export class DestroyedKey {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a key owner that no longer has a key')
  ownerId!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('code')
  ownerClass!: OwnerClass;

  @PrimaryColumn({ type: 'integer' })
  @NotPersonal('counts keys of one owner')
  epoch!: number;

  @Column({ type: 'bytea' })
  @NotPersonal('commitment to a random key')
  commitment!: Buffer;

  @Column({ type: 'text' })
  @NotPersonal('random id of the case that ordered it')
  caseRef!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of destruction')
  destroyedAt!: Date;
}
