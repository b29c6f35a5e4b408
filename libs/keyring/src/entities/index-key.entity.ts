import { DataSubjectEntity, NotPersonal, Secret } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IndexKind } from '../protocol/clients.js';

@Entity('index_key')
@DataSubjectEntity({
  store: 'keyring',
  table: 'index_key',
  kind: 'none',
  reason: 'wrapped keys of the blind indexes, the same for everybody',
  id: ['entity', 'purpose', 'version'],
})
export class IndexKey {
  @PrimaryColumn({ type: 'text' })
  @NotPersonal('name of a table')
  entity!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('code')
  purpose!: IndexKind;

  @PrimaryColumn({ type: 'integer' })
  @NotPersonal('counts index keys')
  version!: number;

  @Column({ type: 'integer' })
  @NotPersonal('version of the wrapping key')
  rootVersion!: number;

  @Column({ type: 'bytea' })
  @Secret('blind-index key, wrapped under the root key')
  wrapped!: Buffer;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of a technical act')
  createdAt!: Date;

  @Column({ type: 'text' })
  @NotPersonal('code')
  state!: 'next' | 'active' | 'retiring';
}
