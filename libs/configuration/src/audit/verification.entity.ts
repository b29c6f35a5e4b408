import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one verification of the whole audit log found. */
@Entity({ name: 'verification', schema: 'audit' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'audit.verification',
  kind: 'none',
  reason: 'numbers of events and codes of damages',
  id: 'id',
})
export class Verification {
  @PrimaryColumn({ type: 'bigint' })
  @NotPersonal('running number')
  id!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of a verification')
  at!: Date;

  @Column({ type: 'bigint' })
  @NotPersonal('number of events')
  events!: string;

  @Column({ type: 'bigint' })
  @NotPersonal('number of events')
  verifiedTo!: string;

  @Column({ type: 'bigint' })
  @NotPersonal('number of signed states')
  witnessed!: string;

  @Column({ type: 'boolean' })
  @NotPersonal('whether authentication codes were checked')
  authenticated!: boolean;

  @Column({ type: 'integer' })
  @NotPersonal('milliseconds')
  tookMs!: number;

  @Column({ type: 'jsonb' })
  @NotPersonal('numbers of damages by code')
  damages!: Readonly<Record<string, number>>;
}
