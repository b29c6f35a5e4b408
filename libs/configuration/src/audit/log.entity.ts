import { DataSubjectEntity, NotPersonal, Secret } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const reason = 'hashes of the audit log';

/** Up to 256 hashes of the log's tree (C2SP tlog-tiles). */
@Entity({ name: 'tile', schema: 'audit' })
@DataSubjectEntity({ store: 'configuration', table: 'audit.tile', kind: 'none', reason, id: ['level', 'index'] })
export class Tile {
  @PrimaryColumn({ type: 'integer' })
  @NotPersonal('level of the tree')
  level!: number;

  @PrimaryColumn({ type: 'bigint' })
  @NotPersonal('position in the level')
  index!: string;

  @Column({ type: 'integer' })
  @NotPersonal('number of hashes')
  width!: number;

  @Column({ type: 'bytea' })
  @NotPersonal(reason)
  hashes!: Buffer;
}

/** A signed state of the log. */
@Entity({ name: 'checkpoint', schema: 'audit' })
@DataSubjectEntity({ store: 'configuration', table: 'audit.checkpoint', kind: 'none', reason, id: 'size' })
export class Checkpoint {
  @PrimaryColumn({ type: 'bigint' })
  @NotPersonal('number of leaves')
  size!: string;

  @Column({ type: 'text' })
  @NotPersonal('size, root hash and signature')
  note!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of signing')
  at!: Date;
}

/** Where the log ends, and the key of its next entry; each key replaces the one before it. */
@Entity({ name: 'head', schema: 'audit' })
@DataSubjectEntity({ store: 'configuration', table: 'audit.head', kind: 'none', reason, id: 'only_one' })
export class Head {
  @PrimaryColumn({ type: 'boolean' })
  @NotPersonal('there is one row')
  onlyOne!: boolean;

  @Column({ type: 'bigint' })
  @NotPersonal('number of leaves')
  size!: string;

  @Column({ type: 'bytea' })
  @Secret('key of the next authentication code')
  macKey!: Buffer;
}
