import { openDatabase, type Database } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { demoSentenceFor } from '../sentences.js';
import { patiently } from './patiently.js';

describe('furnishing with patience', () => {
  let fresh: FreshDatabase;
  let database: Database;
  beforeAll(async () => {
    fresh = await freshDatabase('outbound');
    database = await patientlyOpened();
  });
  afterAll(async () => {
    await database.close();
    await fresh.drop();
  });

  /** A pool of one connection, which is there once this answers, however busy the machine: only who waits for it has little patience. */
  const patientlyOpened = async (): Promise<Database> => {
    for (;;) {
      const opened = await openDatabase('outbound', { url: fresh.url, poolSize: 1, connectWithinMs: 500 }).catch(() => undefined);
      if (opened !== undefined) return opened;
    }
  };

  /** Takes the only connection of the pool until it is given back. */
  const takeConnection = async (): Promise<() => Promise<void>> => {
    let giveBack = (): void => undefined;
    const wanted = new Promise<void>((resolve) => (giveBack = resolve));
    let over: Promise<void> = Promise.resolve();
    await new Promise<void>((taken) => {
      over = database.transaction(async (t) => {
        await t.rows('select 1');
        taken();
        await wanted;
      });
    });
    return () => {
      giveBack();
      return over;
    };
  };
  const ask = () => database.rows<{ n: number }>('select 1 as n');

  it('tries again what was refused for want of a connection', async () => {
    const giveBack = await takeConnection();
    const paused: number[] = [];
    const asked = patiently(ask, async (ms) => {
      paused.push(ms);
      if (paused.length === 2) await giveBack();
    });
    expect(await asked).toEqual([{ n: 1 }]);
    expect(paused).toEqual([1000, 2000]);
  });

  it('ends after its tries, and says in a sentence what was missing and that the appliance goes on', async () => {
    const giveBack = await takeConnection();
    const pause = jest.fn(() => Promise.resolve());
    const thrown = await patiently(ask, pause).catch((refused: unknown) => refused);
    await giveBack();
    expect(pause).toHaveBeenCalledTimes(5);
    expect(demoSentenceFor(thrown)).toMatch(/a database gave no connection.*the appliance goes on/);
  });

  it('does nothing again that failed for another reason', async () => {
    const pause = jest.fn(() => Promise.resolve());
    const thrown = await patiently(() => database.rows('select * from nowhere'), pause).catch((refused: unknown) => refused);
    expect(pause).not.toHaveBeenCalled();
    expect(demoSentenceFor(thrown)).toMatch(/^The demonstration site was not furnished whole \(error 42P01/);
  });
});
