import { randomUUID } from 'node:crypto';
import { diagnostics, newId, type Transaction } from '@voxkeep/platform';
import { Consents, type ContactDetail, type WordOfContact } from '@voxkeep/operative';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../test/support/until.js';
import { RecorderSite } from './recorder-site.fixture.js';

const program = 'system:test';

describe('what was said of a contact before the recorder held its call', () => {
  let site: RecorderSite;
  let log: string[];
  let sessionId: string;

  beforeEach(async () => {
    log = keptLog(['3725550100', '5550100']);
    site = await RecorderSite.make();
    sessionId = randomUUID();
  });
  afterEach(async () => {
    await site.recorder.stop();
    await site.close();
    diagnostics.replace(undefined);
    expect(log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  /** Every call is recorded from its first packet, and what was kept before a no stays. */
  const recordsAll = async (): Promise<void> => {
    await site.configure({ recording: { mode: 'always-with-notice', onWithdrawal: 'keep' } });
    await site.startRecorder();
  };
  const outcomeOf = ({ outcomes }: ContactDetail) => outcomes.map(({ outcome }) => outcome);
  const word = (state: WordOfContact['state']): WordOfContact => ({
    ...{ id: newId(), state, evidenceKind: 'ivr', at: new Date(), purpose: 'quality-check' },
  });
  const told = (contactId: string, state: WordOfContact['state']) =>
    new Consents(site.operative.database).writeUnheld(contactId, word(state), program);
  /** Keeps hold of what this statement locks until the end of the test's `meanwhile`; resolves when all of it is done. */
  const holding = async (lock: string, meanwhile: (t: Transaction) => Promise<void>): Promise<void> =>
    site.operative.database.transaction(async (t) => {
      await t.rows(lock);
      await meanwhile(t);
    });
  const waitsForLock = () =>
    until('somebody waits for what is held', async () => {
      const sql = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return (await site.operative.database.rows(sql)).length > 0;
    });
  const leftOf = async () => {
    const contact = await site.closedContact(sessionId);
    await until('no file is left', async () => (await site.vaultFiles()).length === 0);
    return contact;
  };

  it.each(['refused', 'withdrawn'] as const)('is heard before the first packet where it is a no: %s', async (state) => {
    await recordsAll();
    const announced = await site.announce(sessionId, '+3725550100');
    expect(await told(announced, state)).toBe('written');
    await site.call({ sessionId, durationMs: 600 });
    const contact = await site.closedContact(sessionId);
    expect(contact.id).toBe(announced);
    expect(contact.recordings).toEqual([]);
    expect(outcomeOf(contact)).not.toContain('kept');
    expect(contact.consents.filter(({ state: said }) => said !== 'asked')).toMatchObject([{ state, evidenceKind: 'ivr' }]);
  });

  it('is heard where it is a yes', async () => {
    await site.configure();
    await site.startRecorder();
    const announced = await site.announce(sessionId, '+3725550100');
    expect(await told(announced, 'given')).toBe('written');
    await site.call({ sessionId, durationMs: 600 });
    expect(outcomeOf(await site.closedContact(sessionId))).toEqual(['kept']);
  });

  it('is heard though it is written when the call has found the contact and the books have not given it to the call', async () => {
    await site.configure({ recording: { mode: 'always-with-notice' } });
    await site.startRecorder();
    const announced = await site.announce(sessionId, '+3725550100');
    let call: Promise<unknown> = Promise.resolve();
    await holding(`select 1 from contact where id = '${announced}' for update`, async (t) => {
      call = site.call({ sessionId, durationMs: 1500 });
      await waitsForLock();
      const { id, state, evidenceKind, at, purpose } = word('refused');
      await t.rows(
        `insert into consent (id, contact_id, purpose, channel, state, evidence_kind, at) values ($1, $2, $3, 'voice', $4, $5, $6)`,
        [id, announced, purpose, state, evidenceKind, at],
      );
    });
    await call;
    expect(outcomeOf(await leftOf())).toEqual(['withdrawn']);
  });

  it('is the recorder’s to hear once the books have given it the contact', async () => {
    await site.configure({ recording: { mode: 'always-with-notice' } });
    await site.startRecorder();
    const announced = await site.announce(sessionId, '+3725550100');
    const leaving = new AbortController();
    const call = site.call({ sessionId, durationMs: 20_000, signal: leaving.signal });
    await until('the call is in the books', async () => (await site.contacts.get(announced))?.recorderId ?? false);
    expect(await told(announced, 'refused')).toBe('held');
    expect(await site.commands.askAndWait({ contactId: announced, kind: 'consent-refused' }, program, 10_000)).toBe('applied');
    leaving.abort();
    await call;
    expect(outcomeOf(await leftOf())).toEqual(['withdrawn']);
  });

  it.each([
    ['goes on', 'before it', 20_000],
    ['is over by then', 'before it', 300],
    ['goes on', 'while it was kept', 20_000],
  ])(
    'takes back all that was kept where the database found the contact late, the call %s, and it was said %s',
    async (...given) => {
      const [, when, durationMs] = given;
      await recordsAll();
      const announced = await site.announce(sessionId);
      const say = async () => {
        expect(await told(announced, 'refused')).toBe('written');
      };
      if (when === 'before it') await say();
      const leaving = new AbortController();
      let call: Promise<unknown> = Promise.resolve();
      await holding('lock table contact_key in access exclusive mode', async () => {
        call = site.call({ sessionId, durationMs, signal: leaving.signal });
        await until('it is being recorded', async () => (await site.vaultFiles()).length > 0 || (await octetsInJournal()));
        if (durationMs < 1000) await call;
        if (when !== 'before it') await say();
      });
      const goneFrom = await until('the call has joined', async () => (await site.contacts.get(announced))?.recorderId ?? false);
      expect(goneFrom).toBe('recorder-1');
      if (durationMs > 1000)
        await until('it is refused', () => log.some((line) => /"decision":"(refused|withdrawn)"/.test(line)));
      leaving.abort();
      await call;
      const contact = await leftOf();
      expect(contact.id).toBe(announced);
      expect(outcomeOf(contact)).toEqual(['withdrawn']);
    },
  );

  /** The grant is told when it stands on a disk. */
  const octetsInJournal = () => Promise.resolve(log.some((line) => line.includes('recording.begun')));
});
