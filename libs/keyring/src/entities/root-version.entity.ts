import { DataSubjectEntity, NotPersonal, Secret } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('root_version')
@DataSubjectEntity({
  store: 'keyring',
  table: 'root_version',
  kind: 'none',
  reason: 'versions of the root key and the values by which a wrong one is noticed',
  id: 'version',
})
export class RootVersion {
  @PrimaryColumn({ type: 'integer' })
  @NotPersonal('counts root keys')
  version!: number;

  @Column({ type: 'bytea' })
  @Secret('check value of a root key')
  checkValue!: Buffer;

  @Column({ type: 'text' })
  @NotPersonal('code')
  state!: 'current' | 'retiring' | 'retired';

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of a rotation')
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of a rotation')
  retiredAt!: Date | null;
}
