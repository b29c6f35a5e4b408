import type { AccessType, ObjectType } from '@voxkeep/contracts';
import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a user, a group or a role may do or pass on. Rights only add. */
@Entity({ name: 'right_grant' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'right_grant',
  kind: 'detail',
  reachedBy: [{ column: 'holder_id', key: 'user' }],
  activities: ['access-control'],
})
export class RightGrant {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('user, group or role')
  holderKind!: 'user' | 'group' | 'role';

  @Column({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'delete', label: 'field.userId' })
  holderId!: string;

  @Column({ type: 'text' })
  @NotPersonal('code')
  objectType!: ObjectType;

  @Column({ type: 'uuid', nullable: true })
  @NotPersonal('random id of the object; null means all')
  objectId!: string | null;

  @Column({ type: 'text' })
  @NotPersonal('code')
  accessType!: AccessType;

  @Column({ type: 'boolean' })
  @NotPersonal('whether it may be done')
  mayUse!: boolean;

  @Column({ type: 'boolean' })
  @NotPersonal('whether it may be passed on')
  mayGrant!: boolean;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an administrative act')
  grantedAt!: Date;
}
