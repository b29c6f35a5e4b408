import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A queue, and which policies hold for its calls. */
@Entity({ name: 'queue' })
@DataSubjectEntity({ store: 'configuration', table: 'queue', kind: 'none', reason: 'names and policies of queues' })
export class Queue {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of a queue')
  name!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  channel!: 'voice';

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of a policy')
  recordingPolicyId!: string | null;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of a policy')
  consentPolicyId!: string | null;
}
