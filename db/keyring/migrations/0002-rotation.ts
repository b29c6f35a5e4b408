import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rotation while the keyring serves: two root versions, epochs of an owner and versions of an index key side by side. */
export class Rotation implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table root_version
        drop constraint ck_root_version_state,
        add constraint ck_root_version_state check (state in ('current', 'retiring', 'retired'))`);
    await q.query(`create unique index uq_root_version_retiring on root_version (state) where state = 'retiring'`);
    await q.query(`alter table subject_key add column retiring_at timestamptz`);
    await q.query(`create unique index uq_subject_key_active on subject_key (owner_id, owner_class) where state = 'active'`);
    await q.query(`create index ix_subject_key_retiring on subject_key (owner_class, owner_id, epoch) where state = 'retiring'`);
    await q.query(`
      alter table index_key
        drop constraint ck_index_key_purpose,
        add constraint ck_index_key_purpose check (purpose in ('phone', 'email', 'phone-tail', 'name')),
        add column state text not null default 'active',
        add constraint ck_index_key_state check (state in ('next', 'active', 'retiring'))`);
    await q.query(`create unique index uq_index_key_state on index_key (entity, purpose, state)`);
    await q.query(`
      create table owner_rotation (
        owner_class text not null,
        created_before timestamptz not null,
        requested_at timestamptz not null default now(),
        resealed_at timestamptz,
        constraint pk_owner_rotation primary key (owner_class),
        constraint ck_owner_rotation_owner_class
          check (owner_class in ('person', 'contact-point', 'contact-customer', 'contact-agent'))
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table owner_rotation`);
    await q.query(`drop index uq_index_key_state`);
    await q.query(`
      alter table index_key drop constraint ck_index_key_state, drop column state, drop constraint ck_index_key_purpose,
        add constraint ck_index_key_purpose check (purpose in ('phone', 'email', 'phone-tail'))`);
    await q.query(`drop index ix_subject_key_retiring, uq_subject_key_active`);
    await q.query(`alter table subject_key drop column retiring_at`);
    await q.query(`drop index uq_root_version_retiring`);
    await q.query(`
      alter table root_version drop constraint ck_root_version_state,
        add constraint ck_root_version_state check (state in ('current', 'retired'))`);
  }
}
