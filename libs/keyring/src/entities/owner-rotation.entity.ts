import { DataSubjectEntity, NotPersonal, type OwnerClass } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The latest order to give the owners of a class new keys: every key made before `created_before` is to be replaced. */
@Entity('owner_rotation')
@DataSubjectEntity({
  store: 'keyring',
  table: 'owner_rotation',
  kind: 'none',
  reason: 'which classes of keys are being replaced',
  id: 'owner_class',
})
export class OwnerRotation {
  @PrimaryColumn({ type: 'text' })
  @NotPersonal('code')
  ownerClass!: OwnerClass;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of a rotation')
  createdBefore!: Date;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of a rotation')
  requestedAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('when every value was found under a newer key')
  resealedAt!: Date | null;
}
