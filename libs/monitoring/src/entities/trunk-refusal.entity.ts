import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many calls of a trunk offered a codec that cannot be recorded. */
@Entity('trunk_refusal')
@DataSubjectEntity({
  store: 'monitoring',
  table: 'trunk_refusal',
  kind: 'none',
  id: 'trunk_id',
  reason: 'counts of what machines offered',
})
export class TrunkRefusal {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a trunk')
  trunkId!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('a codec of a closed list')
  codec!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('a code')
  reason!: string;

  @Column({ type: 'bigint' })
  @NotPersonal('a count')
  calls!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when a machine first offered it')
  firstAt!: Date;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when a machine last offered it')
  lastAt!: Date;
}
