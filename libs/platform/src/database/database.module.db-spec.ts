import { Inject, Module } from '@nestjs/common';
import { createApi } from '../http/create-api.js';
import { forgetSettings } from '../settings/settings.js';
import { DataSubjectEntity, NotPersonal, declarePlatformTables } from '@voxkeep/personal-data';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { emptyDatabase } from '../../../../test/support/database.js';
import type { Database } from './database.js';
import { databaseModule, databaseToken } from './database.module.js';
import { migrate } from './migrator.js';
import { openDatabase } from './open-database.js';

// The keyring's own migrations are its library's matter; here its database stands for any, with one table of this test.
declarePlatformTables('keyring');

@Entity({ name: 'lamp' })
@DataSubjectEntity({ store: 'keyring', table: 'lamp', kind: 'none', reason: 'a table of this test' })
class Lamp {
  @PrimaryColumn({ type: 'uuid' })
  @NotPersonal('random id')
  id!: string;

  @Column({ type: 'timestamptz' })
  @NotPersonal('time of a technical act')
  litAt!: Date;
}

@Module({ imports: [databaseModule('keyring', [Lamp])] })
class LampModule {
  constructor(
    @Inject(databaseToken('keyring')) readonly database: Database,
    @Inject(getRepositoryToken(Lamp, 'keyring')) readonly lamps: Repository<Lamp>,
  ) {}
}

describe('a database of a process', () => {
  let made: { readonly url: string; drop(): Promise<void> };
  const sql = async (text: string) => {
    const database = await openDatabase('keyring', { url: made.url });
    await database.rows(text);
    await database.close();
  };
  beforeEach(async () => {
    made = await emptyDatabase();
    await migrate(made.url, 'keyring');
    await sql(`do $$ declare t text; begin
      for t in select tablename from pg_tables where schemaname = 'public' and tablename not in
        ('outbox', 'outbox_cursor', 'audit_outbox', 'cleanup_log', 'schema_version', 'migrations') loop
        execute format('drop table %I cascade', t);
      end loop; end $$`);
    await sql('create table lamp (id uuid constraint pk_lamp primary key, lit_at timestamptz not null)');
    process.env['VOXKEEP_DATABASE_KEYRING'] = made.url;
    forgetSettings();
  });
  afterEach(async () => {
    forgetSettings();
    await made.drop();
  });
  const start = () => createApi(LampModule, { name: 'test' });

  it('is opened, ready, and stores entities under snake_case names', async () => {
    const app = await start();
    const { lamps, database } = app.get(LampModule);
    await lamps.insert({ id: '11111111-1111-4111-8111-111111111111', litAt: new Date('2026-11-22T10:00:00Z') });
    expect(await database.rows('select lit_at from lamp')).toEqual([{ lit_at: new Date('2026-11-22T10:00:00Z') }]);
    expect((await app.inject({ method: 'GET', url: '/health/ready' })).json()).toEqual({
      ready: true,
      parts: [{ name: 'keyring', ready: true }],
    });
    await app.close();
  });

  it('that holds a column nobody classified is refused, by name and with what to write', async () => {
    await sql('alter table lamp add column caller_phone text');
    await expect(start()).rejects.toMatchObject({
      code: 'catalogue.unclassified',
      data: {
        database: 'keyring',
        column: 'lamp.caller_phone',
        kind: 'unknown-column',
        write: expect.stringContaining('@Personal') as string,
      },
    });
  });

  it('that a newer program changed for good is refused', async () => {
    await sql(`insert into schema_version (version, breaking, program) values (900, 900, '9.0.0')`);
    await expect(start()).rejects.toMatchObject({ code: 'schema.newer', data: { database: 'keyring', there: 900 } });
  });

  it('that a newer program changed in a way older ones can live with is opened', async () => {
    await sql(`insert into schema_version (version, breaking, program) values (900, 0, '9.0.0')`);
    await (await start()).close();
  });

  it('whose migrations are pending is refused', async () => {
    await sql('delete from schema_version');
    await expect(start()).rejects.toMatchObject({ code: 'schema.older' });
  });
});
