import { randomUUID } from 'node:crypto';
import { newTimeOrderedId } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../../test/support/database';
import { SevenDatabases } from '../../seven-databases';
import { OwnRecordings } from './own-recordings';

describe('the own voice of a customer', () => {
  const fresh: FreshDatabase[] = [];
  let recordings: OwnRecordings;
  beforeAll(async () => {
    for (const name of ['operative', 'history'] as const) fresh.push(await freshDatabase(name));
    recordings = new OwnRecordings(new SevenDatabases(fresh.map(({ database }) => database)));
  });
  afterAll(async () => {
    for (const one of fresh) await one.drop();
  });

  it.each([
    ['operative', ''],
    ['history', 'closed_'],
  ] as const)('is found in %s under whichever owner and recording it was sealed', async (store, prefix) => {
    const database = fresh[store === 'operative' ? 0 : 1]?.database;
    const { id, recordingId, owner, sealedAs } = {
      ...{ id: newTimeOrderedId(), recordingId: randomUUID(), owner: randomUUID(), sealedAs: randomUUID() },
    };
    await database?.rows(
      `insert into ${prefix}contact (id, channel, direction, opened_at, customer_owner, attribution)
       values ($1, 'voice', 'inbound', now(), $2, 'none')`,
      [id, randomUUID()],
    );
    await database?.rows(
      `insert into ${prefix}recording (contact_id, id, part, state, codec, inseparable, evidence_kind, started_at)
       values ($1, $2, 'agent', 'finished', 'pcma', false, 'digit', now())`,
      [id, recordingId],
    );
    await database?.rows(
      `insert into ${prefix}recording_segment
         (contact_id, id, recording_id, channel, number, file_id, codec, start_ms, octets, sha512, state, owner, sealed_as, sealed_number)
       select $1, gen_random_uuid(), $2, channel, 1, gen_random_uuid(), 'pcma', 0, 8, $3, 'closed', $4, $5, 7
       from unnest(array['customer', 'agent']) as channel`,
      [id, recordingId, Buffer.alloc(64), owner, sealedAs],
    );
    const [found, ...more] = await recordings.of([id]);
    expect(found?.segments).toMatchObject([{ owner, recordingId, sealedAs }]);
    expect(more).toEqual([]);
  });
});
