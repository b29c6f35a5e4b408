import { DataSubjectEntity, NotPersonal } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an import came to: counts, and for each refused line where and why, never what stood in it. */
@Entity('list_import')
@DataSubjectEntity({ store: 'outbound', table: 'list_import', kind: 'none', reason: 'counts, line numbers and codes of a file' })
export class ListImport {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the import')
  id!: string;

  @Column({ type: 'uuid' })
  @NotPersonal('random id of a list')
  callListId!: string;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  fileRows!: number;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  accepted!: number;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  duplicates!: number;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  blocked!: number;

  @Column({ type: 'integer' })
  @NotPersonal('a count')
  rejected!: number;

  @Column({ type: 'jsonb' })
  @NotPersonal('line number, column name and code of each refused line; the keeper writes nothing else')
  errors!: readonly object[];

  @Column({ type: 'timestamptz' })
  @NotPersonal('when the file was read')
  at!: Date;
}
