import { VoxkeepError, type ContactEventCode } from '@voxkeep/contracts';
import { KeyRing } from '@voxkeep/keyring';
import type { BookedContact, BookEntry } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../../test/support/until.js';
import { HandClock } from '../../media/media.fixture.js';
import { RecoveredLog } from '../recovery/recovered-log.js';
import { Binder } from './binder.js';
import type { BoundCall } from './bound-call.js';

const ids = {
  contact: '0198a000-0000-7000-8000-000000000001',
  other: '0198a000-0000-7000-8000-000000000002',
  owner: '7a0c7b2e-0000-4000-8000-000000000001',
};
const event = (code: ContactEventCode): CallFact => ({ kind: 'event', at: 1, id: ids.owner, code, subjectId: null });
const end: CallFact = {
  ...{ kind: 'end', at: 9, atMs: 9, reason: 'bye', recovered: false, outcome: 'unanswered', cause: null },
};

/** Books whose database is away, or that refuse a code for good. */
class Books {
  away = false;
  refuses: string | undefined;
  /** What opening a session's own contact, or writing in its books, meets; by that contact. */
  readonly fails = new Map<string, Error>();
  contactId = ids.contact;
  readonly written: string[] = [];
  transactions = 0;

  find = () => Promise.resolve(undefined);

  openWith = async ({ id }: BookedContact, entries: readonly BookEntry[]) => {
    this.demandDatabase();
    const failure = this.fails.get(id);
    if (failure) throw failure;
    const owners = { customerOwner: ids.owner, agentOwner: ids.owner };
    const created = this.contactId === ids.contact;
    if (created) await this.write(id, entries);
    const contact = { contactId: this.contactId, created, queueId: null, ...owners };
    return { contact, written: created };
  };

  write = (_contactId: string, entries: readonly BookEntry[]): Promise<'written'> => {
    this.demandDatabase();
    const told: readonly string[] = entries.map((entry) => ('code' in entry ? entry.code : entry.kind));
    if (this.refuses !== undefined && told.includes(this.refuses)) throw new VoxkeepError('books.refused');
    this.transactions += 1;
    this.written.push(...told);
    return Promise.resolve('written');
  };

  private demandDatabase(): void {
    if (this.away) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
  }
}

describe('the binder', () => {
  let books: Books;
  let binder: Binder;
  let adopted: string[];
  let adopts: () => Promise<void>;
  let clock: HandClock;
  let told: string[];
  let isLate: boolean;

  beforeEach(() => {
    told = keptLog();
    books = new Books();
    adopted = [];
    adopts = () => Promise.resolve();
    clock = new HandClock();
    const users = { findUser: () => Promise.resolve({ found: 'none' } as const) };
    isLate = false;
    binder = new Binder({ books, users, recorderId: 'recorder-1', clock, interrupted: new Set(), isLate: () => isLate });
  });
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  const callOf = (...facts: readonly CallFact[]): BoundCall => callIn(ids.contact, ...facts);
  const callIn = (contactId: string, ...facts: readonly CallFact[]): BoundCall => {
    const known = { at: 1, contactId, found: null, trunkId: ids.owner, queueId: null };
    const owners = { keys: [{ system: 'call-id', value: 'x' }], customerOwner: ids.owner, agentOwner: ids.owner };
    const session = { kind: 'session', ...known, ...owners, number: null, attribution: 'none' } as const;
    return {
      ...{ log: new RecoveredLog(ids.owner, [session, ...facts]), session, keys: new KeyRing(), contactId },
      isOpen: false,
      onAdopted: async ({ contactId: into }) => {
        await adopts();
        adopted.push(into);
      },
      onErased: () => undefined,
      onBound: () => undefined,
    };
  };

  it('writes many facts of a call in one transaction, in their order', async () => {
    binder.submit(callOf(event('stream.held'), event('stream.resumed'), end));
    await binder.idle();
    expect(books.written).toEqual(['stream.held', 'stream.resumed', 'outcome', 'closed']);
    expect(books.transactions).toBe(1);
  });

  it('writes what is told in the turn of the opening with it, and gathers what comes later', async () => {
    const call = callOf(event('stream.held'));
    binder.submit(call);
    call.log.write(event('stream.resumed'));
    await until('the contact is open', () => call.isOpen, 1);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    expect(books.written).toEqual(['stream.held', 'stream.resumed']);
    call.log.write(event('gate.refused'));
    binder.submit(call);
    clock.advance(299);
    call.log.write(end);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    expect(books.transactions).toBe(1);
    clock.advance(1);
    await until('what was gathered is written', () => binder.waiting === 0, 1);
    expect(books.written).toEqual(['stream.held', 'stream.resumed', 'gate.refused', 'outcome', 'closed']);
    expect(books.transactions).toBe(2);
  });

  it.each([
    ['until the event loop is in time again', 200, false],
    ['and no longer than three seconds', 3100, true],
  ])('lets answers and audio go first while the event loop is late, %s', async (_until, afterMs, isLateThen) => {
    isLate = true;
    const call = callOf(event('stream.held'));
    binder.submit(call);
    for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
    expect(books.transactions).toBe(0);
    isLate = isLateThen;
    clock.advance(afterMs);
    await until('the contact is open', () => call.isOpen, 1);
    expect(books.transactions).toBe(1);
  });

  it('writes and tells nothing any more once it is stopped', async () => {
    books.away = true;
    binder.submit(callOf(event('stream.held'), end));
    await until('it was tried', () => told.length === 1, 1);
    binder.stop();
    books.away = false;
    binder.submit(callOf(event('stream.held'), end));
    clock.advance(10_000);
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    expect([books.written, told]).toEqual([[], [expect.stringContaining('books.delayed')]]);
  });

  it('waits while the database is away and writes everything when it is back', async () => {
    books.away = true;
    binder.submit(callOf(event('stream.held'), end));
    await new Promise(setImmediate);
    expect(books.written).toEqual([]);
    expect(binder.waiting).toBe(1);
    books.away = false;
    clock.advance(100);
    await binder.idle();
    expect(books.written).toEqual(['stream.held', 'outcome', 'closed']);
  });

  it('rests once for all that failed meanwhile, so that an outage makes no more attempts the longer it lasts', async () => {
    books.away = true;
    for (let call = 0; call < 4; call += 1) binder.submit(callOf(event('stream.held'), end));
    for (let step = 0; step < 60; step += 1) {
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      clock.advance(100);
    }
    // Two at a time: at once, after 0.1 s, 0.5 s, and then every 2 s.
    expect(told).toHaveLength(10);
  });

  it('leaves out, and counts, a fact that is refused for good, and holds up neither its call nor another', async () => {
    books.refuses = 'gate.refused';
    binder.submit(callOf(event('stream.held'), event('gate.refused'), event('stream.resumed'), end));
    binder.submit(callOf(event('party.unassigned'), end));
    await binder.idle();
    expect(books.written.sort()).toEqual([
      ...['closed', 'closed', 'outcome', 'outcome'],
      ...['party.unassigned', 'stream.held', 'stream.resumed'],
    ]);
    expect(binder.refusedFacts).toBe(1);
  });

  it('tells the session into whose books its call came, before anything else is written', async () => {
    books.contactId = ids.other;
    const call = callOf(event('stream.held'));
    binder.submit(call);
    await binder.idle();
    expect(adopted).toEqual([ids.other]);
    expect(call.contactId).toBe(ids.other);
  });

  it('asks again for the word of the contact that a call came to when that could not be had, and says once where the call stands', async () => {
    books.contactId = ids.other;
    const call = callOf(event('stream.held'), end);
    adopts = () => {
      adopts = () => Promise.resolve();
      return Promise.reject(Object.assign(new Error('away'), { code: 'ECONNREFUSED' }));
    };
    binder.submit(call);
    await until('the first try has failed', () => told.length === 1, 1);
    clock.advance(100);
    await binder.idle();
    expect(adopted).toEqual([ids.other]);
    expect(call.log.facts.filter(({ kind }) => kind === 'in-books')).toEqual([{ kind: 'in-books', contactId: ids.other }]);
  });

  describe('with a call whose contact cannot be opened', () => {
    const noPartition = Object.assign(new Error('no partition'), { code: '23514' });
    const deadlock = Object.assign(new Error('deadlock'), { code: '40P01' });

    it.each([
      ['refused for good', noPartition],
      ['a failure of its own', deadlock],
    ])('binds the others: %s', async (_what, failure) => {
      books.fails.set(ids.other, failure);
      binder.submit(callIn(ids.other, event('gate.refused'), end));
      binder.submit(callOf(event('stream.held')));
      await until('the other call is written', () => books.written.length === 1, 1);
      binder.submit(callOf(event('stream.resumed')));
      // In the same turns of the loop: nobody rests.
      for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
      expect(books.written).toEqual(['stream.held', 'stream.resumed']);
      books.fails.clear();
      await binder.idle();
      expect(books.written).toEqual(['stream.held', 'stream.resumed', 'gate.refused', 'outcome', 'closed']);
    });

    it('tells of it, counts it, and takes no further call for late because of it', async () => {
      books.fails.set(ids.other, noPartition);
      let saidSo = 0;
      const call = { ...callIn(ids.other, end), onSetAside: () => (saidSo += 1) };
      binder.submit(call);
      await until('the call is set aside', () => binder.setAside === 1, 1);
      expect([saidSo, binder.hasSetAside(call.log.recordingId)]).toEqual([1, true]);
      clock.advance(3_600_000);
      expect(binder.lagMs).toBe(0);
      expect(binder.waiting).toBe(1);
      expect(told.filter((line) => line.includes('books.call-set-aside'))).toHaveLength(1);
      books.fails.clear();
      await binder.idle();
      expect(binder.setAside).toBe(0);
      expect(binder.hasSetAside(call.log.recordingId)).toBe(false);
    });

    it('takes calls for late that fail one by one, as long as it is not for good', async () => {
      books.fails.set(ids.other, deadlock);
      binder.submit(callIn(ids.other, end));
      await until('it has failed', () => told.some((line) => line.includes('40P01')), 1);
      clock.advance(5000);
      expect(binder.lagMs).toBe(5000);
      books.fails.clear();
      await binder.idle();
    });

    it('tries it again soon while the keyring owes whose it is, and takes no further call for late or refused because of it', async () => {
      books.fails.set(ids.other, new VoxkeepError('contact.not-yet-compared'));
      let saidSo = 0;
      const call = { ...callIn(ids.other, event('gate.refused'), end), onSetAside: () => (saidSo += 1) };
      binder.submit(call);
      binder.submit(callOf(event('stream.held')));
      const tries = () => told.filter((line) => line.includes('contact.not-yet-compared')).length;
      await until('it was tried a second time', () => tries() === 2, 1);
      clock.advance(3_600_000);
      expect([books.written, binder.waiting, binder.lagMs, binder.setAside, saidSo]).toEqual([['stream.held'], 1, 0, 0, 0]);
      books.fails.clear();
      await binder.idle();
      expect(books.written).toEqual(['stream.held', 'gate.refused', 'outcome', 'closed']);
    });

    it('sets it aside too when its adoption is refused for good', async () => {
      books.contactId = ids.other;
      adopts = () => Promise.reject(noPartition);
      binder.submit(callOf(end));
      await until('the call is set aside', () => binder.setAside === 1, 1);
      adopts = () => Promise.resolve();
      await binder.idle();
      expect(adopted).toEqual([ids.other]);
    });
  });

  it('lags behind by its oldest fact, however many calls wait, and by what came first once that is written', async () => {
    books.away = true;
    const [first, call] = [callOf(event('stream.held')), callOf(event('stream.held'))];
    binder.submit(first);
    clock.advance(10);
    for (let n = 0; n < 200_000; n += 1) binder.submit({ ...call });
    await until('it was tried', () => told.length > 0, 1);
    expect([binder.waiting, binder.lagMs]).toEqual([200_001, 10]);
  });

  it('lags behind no longer by a call of which more comes than by another that was told before that', async () => {
    const [first, second] = [callOf(event('stream.held')), callIn(ids.other, event('stream.held'))];
    books.fails.set(ids.other, Object.assign(new Error('deadlock'), { code: '40P01' }));
    books.away = true;
    binder.submit(first);
    await until('it was tried', () => told.length > 0, 1);
    clock.advance(50);
    binder.submit(second);
    books.away = false;
    clock.advance(50);
    await until('the contact is open', () => first.isOpen, 1);
    first.log.write(event('stream.resumed'));
    await until('the other has failed', () => told.some((line) => line.includes('40P01')), 1);
    clock.advance(100);
    expect(binder.lagMs).toBe(150);
    books.fails.clear();
    await binder.idle();
    expect(binder.lagMs).toBe(0);
  });

  it('tells the call whose contact was erased, and writes on', async () => {
    let erased = 0;
    const call: BoundCall = { ...callOf(event('stream.held')), isOpen: true, onErased: () => (erased += 1) };
    jest.spyOn(books, 'write').mockResolvedValueOnce('erased' as 'written');
    binder.submit(call);
    await binder.idle();
    expect([erased, call.log.hasUnbound]).toEqual([1, false]);
    call.log.write(event('stream.resumed'));
    binder.submit(call);
    await binder.idle();
    expect([erased, books.written]).toEqual([1, ['stream.resumed']]);
  });
});
