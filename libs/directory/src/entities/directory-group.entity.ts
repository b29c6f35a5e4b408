import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A heading under which entries of the directory stand. */
@Entity('directory_group')
@DataSubjectEntity({
  store: 'directory',
  table: 'directory_group',
  kind: 'none',
  reason: 'headings of the directory, such as departments',
  onErasure: 'keep',
  because: 'names a department, not a person',
})
export class DirectoryGroup {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the group')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of a department or heading')
  name!: string;
}
