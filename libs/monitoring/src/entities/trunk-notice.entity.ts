import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How often something was noticed about the calls of a trunk. */
@Entity('trunk_notice')
@DataSubjectEntity({
  store: 'monitoring',
  table: 'trunk_notice',
  kind: 'none',
  id: 'trunk_id',
  reason: 'counts of what machines sent',
})
export class TrunkNotice {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a trunk')
  trunkId!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('a code')
  notice!: string;

  @Column({ type: 'bigint' })
  @NotPersonal('a count')
  times!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when it was first noticed')
  firstAt!: Date;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when it was last noticed')
  lastAt!: Date;
}
