import { DataSubjectEntity, NotPersonal, Personal, Pseudonym, sealedTransformer, type Sealed } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A time-based code generator (RFC 6238) of one user. The secret is sealed under the person's key, so it dies with the person. */
@Entity({ name: 'second_factor' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'second_factor',
  kind: 'detail',
  reachedBy: [{ column: 'user_id', key: 'user' }],
  owners: [{ column: 'person_id', ownerClass: 'person' }],
  domain: 'staff',
  activities: ['access-control'],
})
export class SecondFactor {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'delete', label: 'field.userId' })
  userId!: string;

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'person', domain: 'directory', erase: 'delete', label: 'field.personId' })
  personId!: string;

  @Column({ type: 'text' })
  @NotPersonal('kind of factor')
  kind!: 'totp';

  @Column({ type: 'bytea', transformer: sealedTransformer })
  @Personal({
    category: 'pd:Authenticating',
    store: 'sealed',
    owner: 'person_id',
    ownerClass: 'person',
    origin: 'derived',
    erase: 'delete',
    analytics: 'drop',
    label: 'field.secondFactor',
    access: false,
  })
  secret!: Sealed<'configuration.second_factor.secret'>;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of enrolment')
  createdAt!: Date;

  @Column({ type: 'timestamptz', nullable: true })
  @NotPersonal('time of confirmation')
  confirmedAt!: Date | null;

  @Column({ type: 'bigint', nullable: true })
  @NotPersonal('time step of the last accepted code, so that none is accepted twice')
  lastUsedStep!: string | null;
}
