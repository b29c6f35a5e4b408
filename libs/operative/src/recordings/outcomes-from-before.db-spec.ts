import { randomUUID } from 'node:crypto';
import type { StoreName } from '@voxkeep/contracts';
import { knownMigrations, newTimeOrderedId, type Database } from '@voxkeep/platform';
import { freshDatabase } from '../../../../test/support/database.js';

/** Takes the migration that counts back, lets `before` fill it as a program from before would, and applies it again. */
async function carriedOver(
  name: StoreName,
  before: (database: Database) => Promise<void>,
): Promise<Awaited<ReturnType<typeof freshDatabase>>> {
  const fresh = await freshDatabase(name);
  const counting = knownMigrations(name).find((file) => file.name.endsWith('what-was-kept'));
  const runner = fresh.database.source.createQueryRunner();
  const migration = counting && new counting.migration();
  await migration?.down(runner);
  await before(fresh.database);
  await migration?.up(runner);
  await runner.release();
  return fresh;
}

describe('outcomes from before what is there was counted', () => {
  const [gapped, plain, refused] = [newTimeOrderedId(), newTimeOrderedId(), newTimeOrderedId()];

  it.each([
    ['operative', ''],
    ['history', 'closed_'],
  ] as const)('are named with gaps where one is known, else unchecked, in %s', async (name, prefix) => {
    const fresh = await carriedOver(name, async (old) => {
      for (const [id, outcome] of [
        [gapped, 'kept'],
        [plain, 'kept'],
        [refused, 'refused'],
      ])
        await old.rows(`insert into ${prefix}recording_outcome (contact_id, part, outcome, at) values ($1, 'agent', $2, now())`, [
          id,
          outcome,
        ]);
      for (const [id, reason] of [
        [gapped, 'lost'],
        [plain, 'pause'],
      ])
        await old.rows(
          `insert into ${prefix}recording_gap (contact_id, id, recording_id, channel, from_ms, to_ms, reason) values ($1, $2, $2, null, 0, 9, $3)`,
          [id, randomUUID(), reason],
        );
      await old.rows(
        `insert into outbox (type, payload) select 'recording.outcome.v1', jsonb_build_object('contactId', $1::text, 'outcome', 'kept')`,
        [plain],
      );
    });
    const { database } = fresh;
    const found = await database.rows(`select contact_id as id, outcome from ${prefix}recording_outcome order by contact_id`);
    expect(found).toEqual([
      { id: gapped, outcome: 'kept-with-gaps' },
      { id: plain, outcome: 'kept-unchecked' },
      { id: refused, outcome: 'refused' },
    ]);
    await database.rows(
      `insert into ${prefix}recording_measure (contact_id, part, channel, expected_ms, kept_ms, missing_ours_ms, missing_theirs_ms)
       values ($1, 'agent', 'customer', 1, 1, 0, 0)`,
      [gapped],
    );
    if (name === 'operative')
      expect(
        await database.rows(
          `select payload ->> 'contactId' as id, payload ->> 'outcome' as outcome from outbox where type = 'recording.outcome.v1' order by id`,
        ),
      ).toEqual([
        { id: gapped, outcome: 'kept-with-gaps' },
        { id: plain, outcome: 'kept-unchecked' },
      ]);
    await fresh.drop();
  });
});
