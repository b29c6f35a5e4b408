import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How an answer reached the person: by link or by mail. No content is kept, and of a link only hashes, until it is used. */
export class Delivery implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table protection.delivery (
        id uuid not null,
        case_id uuid not null,
        way text not null,
        content text not null,
        options jsonb not null,
        contact_point_id uuid,
        made_by uuid not null,
        made_at timestamptz not null default now(),
        expires_at timestamptz,
        state text not null,
        done_at timestamptz,
        attempts integer not null default 0,
        token_hash bytea,
        passphrase_hash text,
        fingerprint text,
        constraint pk_delivery primary key (id),
        constraint fk_delivery_case foreign key (case_id) references protection."case" (id),
        constraint uq_delivery_token_hash unique (token_hash),
        constraint ck_delivery_way check (way in ('link', 'mail')),
        constraint ck_delivery_content check (content in ('report', 'portable')),
        constraint ck_delivery_state check (state in ('open', 'collected', 'sent', 'failed', 'locked', 'revoked', 'expired')),
        constraint ck_delivery_link check (way <> 'link' or expires_at is not null),
        constraint ck_delivery_mail check (way <> 'mail' or contact_point_id is not null),
        constraint ck_delivery_token check (octet_length(token_hash) = 32),
        constraint ck_delivery_fingerprint check (fingerprint ~ '^[0-9a-f]{64}$'),
        constraint ck_delivery_over check (state = 'open' or passphrase_hash is null)
      )`);
    await q.query(`create index ix_delivery_case on protection.delivery (case_id, made_at)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop table protection.delivery`);
  }
}
