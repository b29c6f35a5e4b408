import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A quarter of an hour of a queue, counted from the facts. */
@Entity('queue_interval')
@DataSubjectEntity({
  store: 'reporting',
  table: 'queue_interval',
  kind: 'none',
  reason: 'counts of a queue in a quarter of an hour',
})
export class QueueInterval {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a queue')
  queueId!: string;

  @PrimaryColumn({ type: 'timestamptz' })
  @NotPersonal('start of a quarter of an hour')
  fromAt!: Date;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  offered!: number;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  handled!: number;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  kept!: number;

  @Column({ type: 'bigint' })
  @NotPersonal('a sum')
  handleSeconds!: string;
}
