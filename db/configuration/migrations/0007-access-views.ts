import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the other processes may read of this database, and the notification that ends their caches. */
export class AccessViews implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`create schema access`);
    await q.query(`
      create view access.session as
      select s.token_hash, s.id as session_id, s.user_id, s.stage, s.signed_in_at, s.last_seen_at,
             least(s.ends_at, s.last_seen_at + make_interval(secs => s.idle_seconds)) as valid_until
      from session s
      join user_account u on u.id = s.user_id and u.state = 'active'
      where s.ended_at is null and s.ends_at > now() and s.last_seen_at + make_interval(secs => s.idle_seconds) > now()`);
    await q.query(`
      create view access.holder as
      select u.id as user_id, 'user' as holder_kind, u.id as holder_id, null::uuid as role_id, null::text as role, null::uuid as group_id, null::text as group_name
      from user_account u where u.state = 'active'
      union all
      select m.user_id, 'group', g.id, null, null, g.id, g.name
      from group_member m join user_group g on g.id = m.group_id join user_account u on u.id = m.user_id and u.state = 'active'
      union all
      select u.id, 'role', r.id, r.id, r.code, null, null
      from role_member m join role r on r.id = m.role_id join user_account u on u.id = m.member_id and u.state = 'active'
      where m.member_kind = 'user'
      union all
      select gm.user_id, 'role', r.id, r.id, r.code, g.id, g.name
      from role_member m join role r on r.id = m.role_id join user_group g on g.id = m.member_id
      join group_member gm on gm.group_id = g.id join user_account u on u.id = gm.user_id and u.state = 'active'
      where m.member_kind = 'group'`);
    await q.query(`
      create view access.rights as
      select h.user_id, g.object_type, g.object_id, g.access_type, g.may_use, g.may_grant, h.role_id, h.role, h.group_id, h.group_name
      from access.holder h join right_grant g on g.holder_kind = h.holder_kind and g.holder_id = h.holder_id`);
    await q.query(`create view access.queue as select * from queue`);
    await q.query(`create view access.trunk as select * from trunk`);
    await q.query(`create view access.recording_policy as select * from recording_policy`);
    await q.query(`create view access.consent_policy as select * from consent_policy`);
    await q.query(`
      create view access.user_address as
      select a.kind, a.value, a.trunk_id, a.user_id, a.from_at, a.to_at
      from user_address a join user_account u on u.id = a.user_id and u.state = 'active'`);
    // Other processes may keep a session alive, once a minute at most, and change nothing else of it.
    await q.query(`
      create function access.touch_session(hash bytea) returns void language sql security definer set search_path = pg_catalog, public as $$
        update public.session set last_seen_at = now()
        where token_hash = hash and ended_at is null and ends_at > now() and last_seen_at < now() - interval '60 seconds'
          and last_seen_at + make_interval(secs => idle_seconds) > now()
      $$`);
    await q.query(`
      create function access_changed() returns trigger language plpgsql as $$
      begin
        perform pg_notify('access', tg_argv[0]);
        return null;
      end $$`);
    const watched: readonly [table: string, what: string, columns?: string][] = [
      ['session', 'session', 'stage, ended_at, token_hash, ends_at'],
      ['user_account', 'rights', 'state'],
      ['group_member', 'rights'],
      ['user_group', 'rights'],
      ['role', 'rights'],
      ['role_member', 'rights'],
      ['right_grant', 'rights'],
      ['queue', 'telephony'],
      ['trunk', 'telephony'],
      ['recording_policy', 'telephony'],
      ['consent_policy', 'telephony'],
      ['user_address', 'telephony'],
    ];
    for (const [table, what, columns] of watched) {
      const update = columns === undefined ? 'update' : `update of ${columns}`;
      await q.query(`
        create trigger tr_${table}_access_changed after insert or ${update} or delete on ${table}
        for each statement execute function access_changed('${what}')`);
    }
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`drop function access_changed cascade`);
    await q.query(`drop schema access cascade`);
  }
}
