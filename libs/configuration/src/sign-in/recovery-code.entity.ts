import { DataSubjectEntity, NotPersonal, Pseudonym, Secret } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A recovery code that was not used yet, as a hash of 80 random bits. */
@Entity({ name: 'recovery_code' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'recovery_code',
  kind: 'detail',
  // Not the hash: erasure reads no secret, and a person's codes go together.
  id: ['user_id'],
  reachedBy: [{ column: 'user_id', key: 'user' }],
  activities: ['access-control'],
})
export class RecoveryCode {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'delete', label: 'field.userId' })
  userId!: string;

  @PrimaryColumn({ type: 'bytea' })
  @Secret('hash of a recovery code')
  codeHash!: Buffer;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of issue')
  createdAt!: Date;
}
