import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What may be recorded, who is asked how, which queues there are and which trunks may send calls. */
export class Telephony implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table recording_policy (
        id uuid not null,
        name text not null,
        mode text not null,
        purpose text not null default 'quality-check',
        on_withdrawal text not null default 'destroy',
        tracks text[] not null default '{customer,agent}',
        constraint pk_recording_policy primary key (id),
        constraint uq_recording_policy_name unique (name),
        constraint ck_recording_policy_mode check (mode in ('off', 'by-user', 'by-user-on', 'always-with-notice', 'only-with-consent')),
        constraint ck_recording_policy_withdrawal check (on_withdrawal in ('keep', 'destroy')),
        constraint ck_recording_policy_tracks check (tracks <@ '{customer,agent}' and cardinality(tracks) > 0)
      )`);
    await q.query(`
      create table consent_policy (
        id uuid not null,
        name text not null,
        channel text not null default 'voice',
        wording_version text not null,
        accept_key text not null default '1',
        reject_key text not null default '2',
        withdrawal_sequence text,
        window_seconds integer not null default 15,
        retries integer not null default 1,
        constraint pk_consent_policy primary key (id),
        constraint uq_consent_policy_name unique (name),
        constraint ck_consent_policy_channel check (channel in ('voice')),
        constraint ck_consent_policy_keys check (accept_key ~ '^[0-9*#]$' and reject_key ~ '^[0-9*#]$' and accept_key <> reject_key),
        constraint ck_consent_policy_sequence check (withdrawal_sequence ~ '^[0-9*#]{2,6}$'),
        constraint ck_consent_policy_window check (window_seconds between 2 and 120),
        constraint ck_consent_policy_retries check (retries between 0 and 5)
      )`);
    await q.query(`
      create table queue (
        id uuid not null,
        name text not null,
        channel text not null default 'voice',
        recording_policy_id uuid,
        consent_policy_id uuid,
        constraint pk_queue primary key (id),
        constraint uq_queue_name unique (name),
        constraint fk_queue_recording_policy foreign key (recording_policy_id) references recording_policy (id),
        constraint fk_queue_consent_policy foreign key (consent_policy_id) references consent_policy (id),
        constraint ck_queue_channel check (channel in ('voice'))
      )`);
    await q.query(`create index ix_queue_recording_policy on queue (recording_policy_id)`);
    await q.query(`create index ix_queue_consent_policy on queue (consent_policy_id)`);
    await q.query(`
      create table trunk (
        id uuid not null,
        name text not null,
        source_networks cidr[] not null,
        transport text not null default 'udp',
        tls_identity text,
        vendor_profile text not null default 'rfc',
        customer_is text not null default 'external-number',
        own_number_prefixes text[] not null default '{}',
        region text not null default 'EE',
        queue_id uuid,
        asked_before_seconds integer,
        contact_key_header text,
        gate text not null default 'receive',
        metadata_allowed text[] not null default '{}',
        constraint pk_trunk primary key (id),
        constraint uq_trunk_name unique (name),
        constraint fk_trunk_queue foreign key (queue_id) references queue (id),
        constraint ck_trunk_networks check (cardinality(source_networks) > 0),
        constraint ck_trunk_transport check (transport in ('udp', 'tcp', 'tls')),
        constraint ck_trunk_customer check (customer_is in ('first-stream', 'second-stream', 'external-number')),
        constraint ck_trunk_region check (region ~ '^[A-Z]{2}$'),
        constraint ck_trunk_asked check (asked_before_seconds between 0 and 120),
        constraint ck_trunk_gate check (gate in ('receive', 'inactive'))
      )`);
    await q.query(`create index ix_trunk_queue on trunk (queue_id)`);
    await q.query(
      `alter table user_address add constraint fk_user_address_trunk foreign key (trunk_id) references trunk (id) on delete cascade`,
    );
    await q.query(`create index ix_user_address_trunk on user_address (trunk_id)`);
    await q.query(`
      create table setting (
        key text not null,
        scope text not null default 'system',
        value jsonb not null,
        changed_at timestamptz not null default now(),
        constraint pk_setting primary key (key, scope)
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table user_address drop constraint fk_user_address_trunk`);
    await q.query(`drop index ix_user_address_trunk`);
    await q.query(`drop table setting, trunk, queue, consent_policy, recording_policy`);
  }
}
