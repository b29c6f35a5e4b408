import { DataSubjectEntity, NotPersonal, Pseudonym, Secret } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The password of a local account, as an argon2id hash. */
@Entity({ name: 'user_credential' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'user_credential',
  kind: 'detail',
  id: 'user_id',
  reachedBy: [{ column: 'user_id', key: 'user' }],
  activities: ['access-control'],
})
export class UserCredential {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'delete', label: 'field.userId' })
  userId!: string;

  @Column({ type: 'text' })
  @Secret('argon2id hash of a password')
  passwordHash!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of the last change')
  changedAt!: Date;
}
