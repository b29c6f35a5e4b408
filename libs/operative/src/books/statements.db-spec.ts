import { newId } from '@voxkeep/platform';
import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { Consents } from '../consents/consents.js';
import { Contacts } from '../contacts/contacts.js';
import { Recordings } from '../recordings/recordings.js';
import { aBookedContact, aGrant, anOrdinaryCall, aSegment, closedWith } from './call-books.fixture.js';
import type { BookEntry } from './book-entry.js';
import { CallBooks } from './call-books.js';

const by = 'system:recorder';

describe('statements of one recorded call', () => {
  let operative: FreshDatabase;
  let books: CallBooks;
  let sent: string[] = [];
  const query = Object.getOwnPropertyDescriptor(Client.prototype, 'query')?.value as (...of: unknown[]) => unknown;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
    books = new CallBooks(operative.database);
    Object.assign(Client.prototype, {
      query(this: Client, ...of: unknown[]) {
        const [first] = of as [string | { readonly text: string }];
        sent.push(typeof first === 'string' ? first : first.text);
        return query.apply(this, of);
      },
    });
  });
  beforeEach(() => {
    sent = [];
  });
  afterAll(async () => {
    Object.assign(Client.prototype, { query });
    await operative.drop();
  });

  const told = async (more: (recordingId: string) => readonly BookEntry[] = () => []) => {
    const contact = aBookedContact();
    const recordingId = newId();
    const entries = anOrdinaryCall(contact, recordingId);
    const ending = entries.findIndex(({ kind }) => kind === 'finished');
    await books.find(contact.keys, new Set());
    await books.open(contact, new Set(), by);
    await books.write(contact.id, [...entries.slice(0, ending), ...more(recordingId), ...entries.slice(ending)], by);
    return sent.length;
  };

  it('are few, transactions included', async () => {
    expect(await told()).toBeLessThanOrEqual(19);
  });

  it('are few too as a recorder tells them: when it comes, at its yes, and at its end', async () => {
    const contact = aBookedContact();
    const entries = anOrdinaryCall(contact, newId());
    const [asked, ending] = [
      entries.findIndex(({ kind }) => kind === 'consent'),
      entries.findIndex(({ kind }) => kind === 'segment-closed'),
    ];
    await books.find(contact.keys, new Set());
    await books.openWith(contact, entries.slice(0, asked), new Set(), by);
    await books.write(contact.id, entries.slice(asked, ending), by);
    await books.write(contact.id, entries.slice(ending), by);
    expect(sent.length).toBeLessThanOrEqual(24);
  });

  it('do not grow with the pauses, segments and gaps of a long call', async () => {
    const at = new Date();
    const long = await told((recordingId) =>
      Array.from({ length: 100 }, (_, n): BookEntry[] => {
        const segment = aSegment(recordingId, { number: n + 2 });
        return [
          { kind: 'paused', recordingId, at: new Date(at.getTime() + 2 * n), reason: 'pause' },
          {
            kind: 'gap',
            gap: {
              id: newId(),
              recordingId,
              channel: null,
              fromMs: n,
              toMs: n + 1,
              reason: 'pause',
              cause: null,
              missingMs: null,
            },
          },
          { kind: 'resumed', recordingId, at: new Date(at.getTime() + 2 * n + 1) },
          { kind: 'segment', segment },
          { kind: 'segment-closed', segmentId: segment.id, closed: closedWith(8) },
        ];
      }).flat(),
    );
    expect(long).toBeLessThanOrEqual(21);
  });

  it('are a fraction of what one keeper after the other sends', async () => {
    const contact = aBookedContact();
    const [contacts, recordings, consents] = [
      new Contacts(operative.database),
      new Recordings(operative.database),
      new Consents(operative.database),
    ];
    await contacts.open({ ...contact, key: contact.keys[0] }, by);
    for (const entry of anOrdinaryCall(contact)) {
      if (entry.kind === 'party-joined') await contacts.addParty(contact.id, entry.party, by);
      if (entry.kind === 'consent') await consents.record({ ...entry.consent, contactId: contact.id }, by);
      if (entry.kind === 'recording') await recordings.begin(aGrant(contact.id).grant, entry.recording, by);
      if (entry.kind === 'segment') await recordings.addSegment(contact.id, entry.segment, by);
      if (entry.kind === 'segment-closed') await recordings.closeSegment(contact.id, entry.segmentId, entry.closed, by);
      if (entry.kind === 'finished') await recordings.finish(contact.id, entry.recordingId, entry.at, false, by);
      if (entry.kind === 'outcome') await recordings.recordOutcome(contact.id, entry.outcome, by);
      if (entry.kind === 'closed') await contacts.close(contact.id, entry.at, entry.reason, by);
    }
    const oneAfterTheOther = sent.length;
    sent = [];
    expect({ oneAfterTheOther, together: await told() }).toEqual({ oneAfterTheOther: 64, together: 19 });
  });
});
