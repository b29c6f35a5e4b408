import { VoxkeepError, type ContactEventCode } from '@voxkeep/contracts';
import { KeyRing } from '@voxkeep/keyring';
import type { BookEntry, ContactInBooks } from '@voxkeep/operative';
import { diagnostics } from '@voxkeep/platform';
import type { CallFact } from '@voxkeep/recording';
import { keptLog } from '../../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
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
  contactId = ids.contact;
  readonly written: string[] = [];
  transactions = 0;

  find = () => Promise.resolve(undefined);
  supplement = () => Promise.resolve();

  open = (): Promise<ContactInBooks> => {
    this.demandDatabase();
    const owners = { customerOwner: ids.owner, agentOwner: ids.owner };
    const isOurs = this.contactId === ids.contact;
    return Promise.resolve({ contactId: this.contactId, created: isOurs, queueId: null, ...owners, wantsNumber: false });
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

  beforeEach(() => {
    keptLog();
    books = new Books();
    adopted = [];
    const users = { findUser: () => Promise.resolve({ found: 'none' } as const) };
    binder = new Binder({ books, users, recorderId: 'recorder-1', clock: new HandClock(), interrupted: new Set() });
  });
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  const callOf = (...facts: readonly CallFact[]): BoundCall => {
    const known = { at: 1, contactId: ids.contact, found: null, trunkId: ids.owner, queueId: null };
    const owners = { keys: [{ system: 'call-id', value: 'x' }], customerOwner: ids.owner, agentOwner: ids.owner };
    const session = { kind: 'session', ...known, ...owners, number: null, attribution: 'none' } as const;
    return {
      ...{ log: new RecoveredLog(ids.owner, [session, ...facts]), session, keys: new KeyRing(), contactId: ids.contact },
      isOpen: false,
      onAdopted: ({ contactId }) => Promise.resolve(void adopted.push(contactId)),
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

  it('waits while the database is away and writes everything when it is back', async () => {
    books.away = true;
    binder.submit(callOf(event('stream.held'), end));
    await new Promise(setImmediate);
    expect(books.written).toEqual([]);
    expect(binder.waiting).toBe(1);
    books.away = false;
    await binder.idle();
    expect(books.written).toEqual(['stream.held', 'outcome', 'closed']);
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
});
