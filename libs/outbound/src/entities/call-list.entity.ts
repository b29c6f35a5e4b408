import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A named part of a campaign's customers. */
@Entity('call_list')
@DataSubjectEntity({
  store: 'outbound',
  table: 'call_list',
  kind: 'none',
  reason: 'the heading of a list; its customers have their own rows',
})
export class CallList {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the list')
  id!: string;

  @Column({ type: 'uuid' })
  @NotPersonal('random id of a campaign')
  campaignId!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of a list')
  name!: string;
}
