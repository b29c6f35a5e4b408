import { DataSubjectEntity, NotPersonal, Personal, Pseudonym, sealedTransformer, type Sealed } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who may sign in. The person behind it stands in the directory. */
@Entity({ name: 'user_account' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'user_account',
  kind: 'subject',
  provides: [
    { column: 'id', key: 'user' },
    { column: 'person_id', key: 'person' },
  ],
  reachedBy: [
    { column: 'person_id', key: 'person' },
    { column: 'id', key: 'user' },
  ],
  owners: [{ column: 'person_id', ownerClass: 'person' }],
  domain: 'staff',
  activities: ['access-control'],
})
export class UserAccount {
  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'delete', label: 'field.userId' })
  id!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'person', domain: 'directory', erase: 'delete', label: 'field.personId' })
  personId!: string;

  @Column({ type: 'text' })
  @Personal({
    category: 'pd:Username',
    store: 'clear',
    origin: 'staff',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.login',
  })
  login!: string;

  @Column({ type: 'bytea', nullable: true, transformer: sealedTransformer })
  @Personal({
    category: 'pd:Name',
    store: 'sealed',
    owner: 'person_id',
    ownerClass: 'person',
    origin: 'staff',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.displayName',
  })
  displayName!: Sealed<'configuration.user_account.display_name'> | null;

  @Column({ type: 'text' })
  @NotPersonal('state of the account')
  state!: 'active' | 'disabled' | 'removed';

  @Column({ type: 'text' })
  @NotPersonal('way of signing in')
  source!: 'local';

  @Column({ type: 'boolean' })
  @NotPersonal('whether the password is a one-time password')
  mustChangePassword!: boolean;

  @Column({ type: 'text', nullable: true })
  @Personal({
    category: 'pd:Language',
    store: 'clear',
    origin: 'subject',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.language',
  })
  language!: string | null;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an administrative act')
  createdAt!: Date;
}
