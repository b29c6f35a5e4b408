import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A campaign: which queue calls, in which way, and whether it is running. */
@Entity('campaign')
@DataSubjectEntity({ store: 'outbound', table: 'campaign', kind: 'none', reason: 'a plan of work, about no one in particular' })
export class Campaign {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the campaign')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of a campaign')
  name!: string;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of a queue')
  queueId!: string | null;

  @Column({ type: 'text' })
  @NotPersonal('a code')
  mode!: string;

  @Column({ type: 'text' })
  @NotPersonal('a code')
  state!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('when the campaign was made')
  createdAt!: Date;
}
