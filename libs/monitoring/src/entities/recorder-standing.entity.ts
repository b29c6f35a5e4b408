import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Whether a recorder takes calls, and if not, why and since when. */
@Entity('recorder_standing')
@DataSubjectEntity({
  store: 'monitoring',
  table: 'recorder_standing',
  kind: 'none',
  id: 'recorder_id',
  reason: 'the state of a machine',
})
export class RecorderStanding {
  @PrimaryColumn({ type: 'text' })
  @NotPersonal('name of a recorder')
  recorderId!: string;

  @Column({ type: 'text', nullable: true })
  @NotPersonal('code of what is the matter with a disk')
  trouble!: string | null;

  @Column({ type: 'timestamptz' })
  @NotPersonal('since when calls are taken, or not')
  since!: Date;
}
