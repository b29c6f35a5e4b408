import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many contacts a queue has at this moment, counted from `live_contact`. */
@Entity('queue_state')
@DataSubjectEntity({
  store: 'monitoring',
  table: 'queue_state',
  kind: 'none',
  id: 'queue_id',
  reason: 'counts of the present moment',
})
export class QueueState {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a queue')
  queueId!: string;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  live!: number;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  waiting!: number;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  recorded!: number;
}
