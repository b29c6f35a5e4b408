import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Groups, roles, and who was granted what. Rights only add: there is no column for a denial. */
export class Right implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table user_group (
        id uuid not null,
        name text not null,
        created_at timestamptz not null default now(),
        constraint pk_user_group primary key (id),
        constraint uq_user_group_name unique (name)
      )`);
    await q.query(`
      create table group_member (
        group_id uuid not null,
        user_id uuid not null,
        constraint pk_group_member primary key (group_id, user_id),
        constraint fk_group_member_group foreign key (group_id) references user_group (id) on delete cascade,
        constraint fk_group_member_user foreign key (user_id) references user_account (id) on delete cascade
      )`);
    await q.query(`create index ix_group_member_user on group_member (user_id)`);
    await q.query(`
      create table role (
        id uuid not null,
        code text not null,
        seeded boolean not null default false,
        version integer not null default 1,
        created_at timestamptz not null default now(),
        constraint pk_role primary key (id),
        constraint uq_role_code unique (code)
      )`);
    await q.query(`
      create table role_member (
        role_id uuid not null,
        member_kind text not null,
        member_id uuid not null,
        constraint pk_role_member primary key (role_id, member_kind, member_id),
        constraint fk_role_member_role foreign key (role_id) references role (id) on delete cascade,
        constraint ck_role_member_kind check (member_kind in ('user', 'group'))
      )`);
    await q.query(`create index ix_role_member_member on role_member (member_kind, member_id)`);
    await q.query(`
      create table right_grant (
        id uuid not null,
        holder_kind text not null,
        holder_id uuid not null,
        object_type text not null,
        object_id uuid,
        access_type text not null,
        may_use boolean not null default true,
        may_grant boolean not null default false,
        granted_at timestamptz not null default now(),
        constraint pk_right_grant primary key (id),
        constraint ck_right_grant_holder check (holder_kind in ('user', 'group', 'role')),
        constraint ck_right_grant_conveys check (may_use or may_grant),
        constraint ck_right_grant_named check (
          object_type not in ('personal-data-protection', 'customer-consent') or (holder_kind = 'user' and not (may_use and may_grant)))
      )`);
    // Twice the same grant would make taking it back look done while the other one stands. coalesce: null means all objects.
    await q.query(`
      create unique index uq_right_grant on right_grant
        (holder_kind, holder_id, object_type, access_type, coalesce(object_id, '00000000-0000-0000-0000-000000000000'))`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table right_grant, role_member, role, group_member, user_group`);
  }
}
