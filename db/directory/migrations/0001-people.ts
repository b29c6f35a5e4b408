import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Persons, their contact points and the entries of the directory. The blind index stands here and in no other database. */
export class People implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table person (
        id uuid not null,
        kind text not null,
        full_name bytea not null,
        given_name bytea,
        family_name bytea,
        language text not null,
        created_at timestamptz not null default now(),
        constraint pk_person primary key (id),
        constraint ck_person_kind check (kind in ('customer', 'employee'))
      )`);
    await q.query(`
      create table contact_point (
        id uuid not null,
        kind text not null,
        value bytea not null,
        normaliser_version integer not null,
        value_index bytea not null,
        tail_index smallint,
        shared boolean not null default false,
        created_at timestamptz not null default now(),
        constraint pk_contact_point primary key (id),
        constraint uq_contact_point_value_index unique (value_index),
        constraint ck_contact_point_kind check (kind in ('phone', 'email')),
        constraint ck_contact_point_value_index check (octet_length(value_index) = 16),
        constraint ck_contact_point_tail_index check (tail_index is null or tail_index between 0 and 1023)
      )`);
    await q.query(`create index ix_contact_point_tail_index on contact_point (tail_index, id) where tail_index is not null`);
    await q.query(`
      create table person_contact_point (
        person_id uuid not null,
        contact_point_id uuid not null,
        evidence text not null,
        confidence smallint not null,
        from_at timestamptz not null default now(),
        to_at timestamptz,
        constraint pk_person_contact_point primary key (person_id, contact_point_id, from_at),
        constraint fk_person_contact_point_person foreign key (person_id) references person (id) on delete cascade,
        constraint fk_person_contact_point_contact_point
          foreign key (contact_point_id) references contact_point (id) on delete cascade,
        constraint ck_person_contact_point_confidence check (confidence between 0 and 100),
        constraint ck_person_contact_point_span check (to_at is null or to_at >= from_at)
      )`);
    await q.query(
      `create unique index uq_person_contact_point_current on person_contact_point (person_id, contact_point_id) where to_at is null`,
    );
    await q.query(`create index ix_person_contact_point_contact_point on person_contact_point (contact_point_id)`);
    await q.query(`
      create table directory_group (
        id uuid not null,
        name text not null,
        constraint pk_directory_group primary key (id),
        constraint uq_directory_group_name unique (name)
      )`);
    await q.query(`
      create table directory_entry (
        id uuid not null,
        source text not null,
        person_id uuid,
        user_id uuid,
        queue_id uuid,
        group_id uuid,
        title bytea,
        visible boolean not null,
        created_at timestamptz not null default now(),
        constraint pk_directory_entry primary key (id),
        constraint fk_directory_entry_person foreign key (person_id) references person (id) on delete cascade,
        constraint fk_directory_entry_group foreign key (group_id) references directory_group (id) on delete set null,
        constraint ck_directory_entry_source check (source in ('user', 'queue', 'customer')),
        constraint ck_directory_entry_subject check ((source = 'queue') = (queue_id is not null) and (source = 'queue') = (person_id is null)),
        constraint ck_directory_entry_sealed_owner check (person_id is not null or title is null)
      )`);
    await q.query(`create unique index uq_directory_entry_person on directory_entry (person_id) where person_id is not null`);
    await q.query(`create unique index uq_directory_entry_queue on directory_entry (queue_id) where queue_id is not null`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table directory_entry, directory_group, person_contact_point, contact_point, person`);
  }
}
