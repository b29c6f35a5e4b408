import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A setting of the site that is changed while the programs run. */
@Entity({ name: 'setting' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'setting',
  kind: 'none',
  reason: 'settings of the site',
  id: ['key', 'scope'],
})
export class Setting {
  @PrimaryColumn({ type: 'text' })
  @NotPersonal('name of a setting')
  key!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('system, or the id of a queue')
  scope!: string;

  @Column({ type: 'jsonb' })
  @NotPersonal('number, code or switch; the keeper takes no text but codes')
  value!: unknown;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an administrative act')
  changedAt!: Date;
}
