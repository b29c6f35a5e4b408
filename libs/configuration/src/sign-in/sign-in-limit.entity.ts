import { DataSubjectEntity, NotPersonal, Secret } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const keyed =
  'keyed hash of a login, a network address or both; the row goes after 30 days and nothing leads from it to a person';

/** Failures of one account, one address, or one account from one address. */
@Entity({ name: 'sign_in_limit' })
@DataSubjectEntity({ store: 'configuration', table: 'sign_in_limit', kind: 'none', reason: keyed, id: ['scope', 'key_hash'] })
export class SignInLimit {
  @PrimaryColumn({ type: 'text' })
  @NotPersonal('what is counted')
  scope!: 'account' | 'address' | 'pair';

  @PrimaryColumn({ type: 'bytea' })
  @NotPersonal(keyed)
  keyHash!: Buffer;

  @Column({ type: 'integer' })
  @NotPersonal('number of failures')
  failures!: number;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of the last failure')
  lastFailedAt!: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of the last success')
  succeededAt!: Date | null;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of the last attempt')
  touchedAt!: Date;
}

/** The key of those hashes; made by the database when it is set up. */
@Entity({ name: 'sign_in_key' })
@DataSubjectEntity({ store: 'configuration', table: 'sign_in_key', kind: 'none', reason: 'one random key', id: 'only_one' })
export class SignInKey {
  @PrimaryColumn({ type: 'boolean' })
  @NotPersonal('there is one row')
  onlyOne!: boolean;

  @Column({ type: 'bytea' })
  @Secret('key of the hashes in sign_in_limit')
  key!: Buffer;
}
