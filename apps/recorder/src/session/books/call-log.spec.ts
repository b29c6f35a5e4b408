import type { ContactEventCode } from '@voxkeep/contracts';
import type { CallFact } from '@voxkeep/recording';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { indexJournals } from '../../media/journal-index.js';
import { listJournalFiles } from '../../media/journal-file.js';
import type { Journal } from '../../media/journal.js';
import { Workplace } from '../../media/media.fixture.js';
import { openFacts } from '../recovery/recovered-log.js';
import { CallLog } from './call-log.js';

const recordingId = '5b2c7b2e-0000-4000-8000-000000000009';
const owner = '7a0c7b2e-0000-4000-8000-000000000001';
const event = (code: ContactEventCode): CallFact => ({ kind: 'event', at: 1, id: owner, code, subjectId: null });
const grant: CallFact = {
  ...{ kind: 'grant', at: 2, atMs: 2, codec: 'pcma', inseparable: false },
  grant: {
    ...{ grantId: owner, purpose: 'quality-check', channels: ['customer'], policyMode: 'only-with-consent' },
    evidence: { kind: 'digit', at: 1, wordingVersion: null, id: null },
  },
};
const end: CallFact = {
  ...{ kind: 'end', at: 9, atMs: 9, reason: 'bye', recovered: false, outcome: 'kept', cause: null },
};

describe('the facts of a call', () => {
  let place: Workplace;
  let journal: Journal;
  let log: CallLog;

  beforeEach(async () => {
    place = await Workplace.make();
    journal = await place.journal();
    log = new CallLog({ recordingId, owner, ownerKey: () => place.ownerKey }, journal, () => undefined);
  });
  afterEach(() => place.clear());

  const inJournal = async () => {
    const { calls } = await indexJournals(await listJournalFiles(place.journalFolder));
    return calls.map((call) => ({ ...call, facts: openFacts(call, place.ownerKey) }));
  };

  it('stand on no disk before the first grant, and all of them in the journal from then on', async () => {
    log.write(event('party.unassigned'));
    await journal.flush();
    expect(await place.everyByte()).toHaveLength(0);
    log.write(grant);
    await log.durable();
    log.write(event('stream.held'));
    await journal.flush();
    expect(await inJournal()).toMatchObject([
      { recordingId, owner, facts: [event('party.unassigned'), grant, event('stream.held')] },
    ]);
  });

  it('are repeated in every file while the call lives, so that the first one can go', async () => {
    log.write(grant);
    await log.durable();
    place.clock.advance(61_000);
    await journal.flush();
    log.write(event('stream.held'));
    await journal.flush();
    expect(journal.files).toHaveLength(1);
    expect(await inJournal()).toMatchObject([{ facts: [grant, event('stream.held')] }]);
  });

  it('leave the journal when the call is over and all of them stand in the books', async () => {
    for (const fact of [grant, end]) log.write(fact);
    await log.durable();
    let isTold = false;
    const told = log.whenSettled().then(() => (isTold = true));
    log.bound(1);
    await journal.flush();
    expect([await inJournal(), isTold]).toMatchObject([{ length: 1 }, false]);
    log.bound(1);
    await told;
    await journal.flush();
    expect(await inJournal()).toEqual([]);
    await journal.close();
    expect(journal.files).toEqual([]);
  });

  it.each([
    ['before its end is told', true],
    ['after it', false],
  ])('are all that is known of a call which the books refuse for good %s', async (_when, isBefore) => {
    log.write(grant);
    if (isBefore) log.setAside();
    const settled = await isDone(log.whenSettled());
    expect(settled()).toBe(false);
    log.write(end);
    if (!isBefore) log.setAside();
    await new Promise(setImmediate);
    expect(settled()).toBe(true);
  });

  it('are waited for again once the books have taken some of a call that they refused', async () => {
    log.write(grant);
    log.setAside();
    log.bound(1);
    log.write(end);
    const settled = await isDone(log.whenSettled());
    expect(settled()).toBe(false);
    log.bound(1);
    await new Promise(setImmediate);
    expect(settled()).toBe(true);
  });

  it('that is longer than the journal takes is left out and counted, and the call goes on', async () => {
    keptLog();
    log.write(event('a'.repeat(20_000) as ContactEventCode));
    log.write(grant);
    log.write(event('\u0001'.repeat(3000) as ContactEventCode));
    log.write(event('stream.held'));
    await log.durable();
    diagnostics.replace(undefined);
    expect(log.droppedFacts).toBe(2);
    expect(log.facts).toEqual([grant, event('stream.held')]);
    expect(await inJournal()).toMatchObject([{ facts: [grant, event('stream.held')] }]);
  });

  it('of a client that never stops are bounded, and never at the cost of what its audio needs', () => {
    for (let n = 0; n < 6000; n += 1) log.write(event('stream.held'));
    log.write(grant);
    log.write({ ...{ kind: 'gap', id: owner, channel: null, fromMs: 1, toMs: 9, reason: 'lost', cause: null }, inventedMs: 8 });
    log.write(end);
    expect(log.facts).toHaveLength(5003);
    expect(log.droppedFacts).toBe(1000);
  });

  const isDone = async (work: Promise<unknown>) => {
    let done = false;
    void work.then(() => (done = true));
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    return () => done;
  };

  it('outlive the recorder before a grant as soon as they stand in the books', async () => {
    await log.secured();
    log.write(event('party.unassigned'));
    log.write(event('stream.held'));
    const secured = await isDone(log.secured());
    log.bound(1);
    await new Promise(setImmediate);
    expect(secured()).toBe(false);
    log.bound(1);
    await new Promise(setImmediate);
    expect(secured()).toBe(true);
    expect((await isDone(log.secured()))()).toBe(true);
  });

  it('outlive the recorder after a grant only on the disk of the journal, whatever stands in the books', async () => {
    let reach = (): void => undefined;
    jest.spyOn(journal, 'syncSoon').mockReturnValue(
      new Promise(
        (resolve) =>
          (reach = () => {
            resolve(true);
          }),
      ),
    );
    log.write(grant);
    log.bound(1);
    const secured = await isDone(log.secured());
    expect(secured()).toBe(false);
    reach();
    await new Promise(setImmediate);
    expect(secured()).toBe(true);
  });
});
