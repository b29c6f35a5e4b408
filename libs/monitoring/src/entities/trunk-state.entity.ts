import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many contacts a trunk has at this moment and when the last one came. */
@Entity('trunk_state')
@DataSubjectEntity({
  store: 'monitoring',
  table: 'trunk_state',
  kind: 'none',
  id: 'trunk_id',
  reason: 'counts of the present moment',
})
export class TrunkState {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a trunk')
  trunkId!: string;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  live!: number;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('when the trunk was last seen at work')
  lastContactAt!: Date | null;
}
