import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Legal holds and restrictions, what erasures keep and why, and the certificates of what they erased. Random ids and codes only. */
export class HoldsAndCertificates implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await holds(q);
    await views(q);
    await erasures(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop view protection.held_contact, protection.held_person, protection.held_point, protection.held_user,
      protection.hold_rule, protection.standing_hold`);
    await q.query(`drop table protection.certificate, protection.erasure_evidence, protection.review, protection.statutory_term,
      protection.held_owner, protection.held_key, protection.hold_scope, protection.hold`);
    await q.query(`drop sequence protection.hold_number`);
    await q.query(
      `alter table protection."case" drop column policy_hash, drop column live_erased_at, drop column backups_end_at`,
    );
  }
}

async function holds(q: QueryRunner): Promise<void> {
  await q.query(`create sequence protection.hold_number`);
  await q.query(`
    create table protection.hold (
      id uuid not null,
      number text not null,
      matter text not null,
      basis text not null,
      contact_role text not null,
      case_id uuid,
      state text not null default 'proposed',
      placed_by uuid not null,
      placed_at timestamptz not null default now(),
      approved_by uuid,
      approved_at timestamptz,
      review_at timestamptz not null,
      release_reason text,
      release_by uuid,
      release_at timestamptz,
      released_by uuid,
      released_at timestamptz,
      resolved_at timestamptz,
      constraint pk_hold primary key (id),
      constraint uq_hold_number unique (number),
      constraint fk_hold_case foreign key (case_id) references protection."case" (id),
      constraint ck_hold_state check (state in ('proposed', 'active', 'release-proposed', 'released', 'refused')),
      constraint ck_hold_matter check (matter ~ '^[A-Z0-9][A-Z0-9./-]{1,39}$'),
      constraint ck_hold_four_eyes check (approved_by <> placed_by),
      constraint ck_hold_release_four_eyes check (released_by <> release_by),
      constraint ck_hold_approved check ((approved_by is null) = (approved_at is null)),
      constraint ck_hold_in_force check (state not in ('active', 'release-proposed') or approved_by is not null),
      constraint ck_hold_release check (state not in ('release-proposed', 'released') or (release_by is not null and release_reason is not null)),
      constraint ck_hold_released check (state <> 'released' or released_by is not null)
    )`);
  await q.query(`create index ix_hold_state on protection.hold (state)`);
  await q.query(`
    create table protection.hold_scope (
      hold_id uuid not null,
      number integer not null,
      kind text not null,
      key_id uuid not null,
      from_at timestamptz,
      to_at timestamptz,
      constraint pk_hold_scope primary key (hold_id, number),
      constraint fk_hold_scope_hold foreign key (hold_id) references protection.hold (id),
      constraint ck_hold_scope_kind check (kind in ('person', 'contact-point', 'contact', 'user', 'queue')),
      constraint ck_hold_scope_period check (to_at > from_at)
    )`);
  await q.query(`create index ix_hold_scope_key on protection.hold_scope (key_id)`);
  await q.query(`
    create table protection.held_key (
      hold_id uuid not null,
      key_kind text not null,
      key_id uuid not null,
      constraint pk_held_key primary key (hold_id, key_kind, key_id),
      constraint fk_held_key_hold foreign key (hold_id) references protection.hold (id)
    )`);
  await q.query(`create index ix_held_key_key on protection.held_key (key_kind, key_id)`);
  await q.query(`
    create table protection.held_owner (
      hold_id uuid not null,
      owner_id uuid not null,
      owner_class text not null,
      constraint pk_held_owner primary key (hold_id, owner_id, owner_class),
      constraint fk_held_owner_hold foreign key (hold_id) references protection.hold (id)
    )`);
  await q.query(`create index ix_held_owner_owner on protection.held_owner (owner_id)`);
}

/** A hold that was only proposed stops deletion for a week: what is deleted cannot be brought back by an approval. */
async function views(q: QueryRunner): Promise<void> {
  await q.query(`
    create view protection.standing_hold as
      select h.* from protection.hold h
       where h.state in ('active', 'release-proposed') or (h.state = 'proposed' and h.placed_at > now() - interval '7 days')`);
  await q.query(`
    create view protection.hold_rule as
      select h.id as hold_id, h.number as hold_number, s.kind, s.key_id, s.from_at, s.to_at
        from protection.standing_hold h join protection.hold_scope s on s.hold_id = h.id`);
  const kinds = [
    ['held_contact', 'contact_id', 'contact'],
    ['held_person', 'person_id', 'person'],
    ['held_point', 'contact_point_id', 'contact-point'],
    ['held_user', 'user_id', 'user'],
  ] as const;
  for (const [view, column, kind] of kinds) {
    await q.query(`
      create view protection.${view} as
        select k.key_id as ${column}, h.id as hold_id, h.number as hold_number, h.basis, h.review_at
          from protection.standing_hold h join protection.held_key k on k.hold_id = h.id and k.key_kind = '${kind}'
        union
        select s.key_id, h.id, h.number, h.basis, h.review_at
          from protection.standing_hold h join protection.hold_scope s on s.hold_id = h.id and s.kind = '${kind}'`);
  }
}

async function erasures(q: QueryRunner): Promise<void> {
  await q.query(`
    alter table protection."case"
      add column policy_hash text constraint ck_case_policy check (policy_hash ~ '^[0-9a-f]{64}$'),
      add column live_erased_at timestamptz,
      add column backups_end_at timestamptz`);
  await q.query(`alter table protection."case" drop constraint ck_case_erasure_approved`);
  await q.query(`
    alter table protection."case" add constraint ck_case_erasure_approved check (
      kind <> 'erasure' or approved_by is not null or state not in
        ('approved', 'restricting', 'executing', 'verifying', 'live-erased', 'backup-pending', 'closed'))`);
  await q.query(`
    create table protection.statutory_term (
      class text not null,
      days integer not null,
      ground text not null,
      set_by uuid not null,
      set_at timestamptz not null default now(),
      constraint pk_statutory_term primary key (class),
      constraint ck_statutory_term_days check (days between 1 and 36600)
    )`);
  await q.query(`
    create table protection.review (
      case_id uuid not null,
      database text not null,
      table_name text not null,
      row_id text not null,
      decision text not null,
      reason text,
      decided_by uuid not null,
      decided_at timestamptz not null default now(),
      constraint pk_review primary key (case_id, database, table_name, row_id),
      constraint fk_review_case foreign key (case_id) references protection."case" (id),
      constraint ck_review_decision check (decision in ('keep', 'redact', 'erase')),
      constraint ck_review_reason check (decision = 'erase' or reason is not null)
    )`);
  await q.query(`
    create table protection.erasure_evidence (
      case_id uuid not null,
      number integer not null,
      stage integer not null,
      at timestamptz not null default now(),
      evidence jsonb not null,
      constraint pk_erasure_evidence primary key (case_id, number),
      constraint fk_erasure_evidence_case foreign key (case_id) references protection."case" (id)
    )`);
  await q.query(`
    create table protection.certificate (
      case_id uuid not null,
      number integer not null,
      stage text not null,
      at timestamptz not null default now(),
      payload jsonb not null,
      payload_hash text not null,
      document text,
      constraint pk_certificate primary key (case_id, number),
      constraint fk_certificate_case foreign key (case_id) references protection."case" (id),
      constraint ck_certificate_stage check (stage in ('live-erased', 'closed')),
      constraint ck_certificate_hash check (payload_hash ~ '^[0-9a-f]{64}$')
    )`);
}
