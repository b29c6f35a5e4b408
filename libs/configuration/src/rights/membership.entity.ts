import { DataSubjectEntity, NotPersonal, Pseudonym } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A group of users: a team, a site. */
@Entity({ name: 'user_group' })
@DataSubjectEntity({ store: 'configuration', table: 'user_group', kind: 'none', reason: 'names of teams' })
export class UserGroup {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of a team')
  name!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an administrative act')
  createdAt!: Date;
}

/** Who is in a group. */
@Entity({ name: 'group_member' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'group_member',
  kind: 'detail',
  id: ['group_id', 'user_id'],
  reachedBy: [{ column: 'user_id', key: 'user' }],
  activities: ['access-control'],
})
export class GroupMember {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a group')
  groupId!: string;

  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'delete', label: 'field.userId' })
  userId!: string;
}

/** A role: a bundle of rights under a code. Seeded ones come with the product. */
@Entity({ name: 'role' })
@DataSubjectEntity({ store: 'configuration', table: 'role', kind: 'none', reason: 'bundles of rights' })
export class Role {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of the row')
  id!: string;

  @Column({ type: 'text' })
  @NotPersonal('name of the role')
  code!: string;

  @Column({ type: 'boolean' })
  @NotPersonal('whether it comes with the product')
  seeded!: boolean;

  @Column({ type: 'integer' })
  @NotPersonal('version of a seeded role')
  version!: number;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of an administrative act')
  createdAt!: Date;
}

/** Who has a role: users and groups. */
@Entity({ name: 'role_member' })
@DataSubjectEntity({
  store: 'configuration',
  table: 'role_member',
  kind: 'detail',
  id: ['role_id', 'member_kind', 'member_id'],
  reachedBy: [{ column: 'member_id', key: 'user' }],
  activities: ['access-control'],
})
export class RoleMember {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id of a role')
  roleId!: string;

  @PrimaryColumn({ type: 'text' })
  @NotPersonal('user or group')
  memberKind!: 'user' | 'group';

  @PrimaryColumn({ type: 'uuid' })
  @Pseudonym({ of: 'user', domain: 'configuration', erase: 'delete', label: 'field.userId' })
  memberId!: string;
}
