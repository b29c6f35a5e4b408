import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is the same person as whom, what is only proposed, and short indexes of names. Nothing here moves a key or a contact point: ending
 * a row gives back exactly what was before.
 */
export class IdentityGraph implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`alter table person add column name_indexes smallint[]`);
    await q.query(`create index ix_person_name_indexes on person using gin (name_indexes)`);
    await q.query(`create index ix_person_unindexed on person (id) where name_indexes is null`);
    await q.query(`
      create table person_link (
        id uuid not null,
        person_id uuid not null,
        other_id uuid not null,
        type text not null,
        from_at timestamptz not null default now(),
        to_at timestamptz,
        constraint pk_person_link primary key (id),
        constraint fk_person_link_person foreign key (person_id) references person (id) on delete cascade,
        constraint fk_person_link_other foreign key (other_id) references person (id) on delete cascade,
        constraint ck_person_link_type check (type in ('replaces', 'refer', 'seealso')),
        constraint ck_person_link_two check (person_id <> other_id),
        constraint ck_person_link_span check (to_at is null or to_at >= from_at)
      )`);
    await q.query(`create unique index uq_person_link_current on person_link (person_id, other_id, type) where to_at is null`);
    await q.query(
      `create unique index uq_person_link_replaced on person_link (other_id) where to_at is null and type = 'replaces'`,
    );
    await q.query(`create index ix_person_link_other on person_link (other_id)`);
    await q.query(`
      create table identity_proposal (
        id uuid not null,
        kind text not null,
        person_id uuid,
        other_id uuid,
        contact_point_id uuid,
        reasons text[] not null,
        confidence smallint not null,
        state text not null default 'open',
        created_at timestamptz not null default now(),
        decided_at timestamptz,
        decided_by uuid,
        constraint pk_identity_proposal primary key (id),
        constraint fk_identity_proposal_person foreign key (person_id) references person (id) on delete cascade,
        constraint fk_identity_proposal_other foreign key (other_id) references person (id) on delete cascade,
        constraint fk_identity_proposal_contact_point
          foreign key (contact_point_id) references contact_point (id) on delete cascade,
        constraint uq_identity_proposal unique nulls not distinct (kind, person_id, other_id, contact_point_id),
        constraint ck_identity_proposal_kind check (
          (kind = 'same-person' and person_id < other_id and contact_point_id is null)
          or (kind = 'point-of-person' and person_id is not null and other_id is null and contact_point_id is not null)
          or (kind = 'shared-point' and person_id is null and other_id is null and contact_point_id is not null)),
        constraint ck_identity_proposal_state check (state in ('open', 'accepted', 'refused')),
        constraint ck_identity_proposal_decided check ((state = 'open') = (decided_at is null)),
        constraint ck_identity_proposal_confidence check (confidence between 0 and 100)
      )`);
    await q.query(`create index ix_identity_proposal_open on identity_proposal (confidence desc, id) where state = 'open'`);
    await q.query(`create index ix_identity_proposal_person on identity_proposal (person_id)`);
    await q.query(`create index ix_identity_proposal_other on identity_proposal (other_id)`);
    await q.query(`create index ix_identity_proposal_contact_point on identity_proposal (contact_point_id)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table identity_proposal, person_link`);
    await q.query(`alter table person drop column name_indexes`);
  }
}
