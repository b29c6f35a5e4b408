import { randomUUID } from 'node:crypto';
import { ConsentGate, isGranted } from '@voxkeep/consent';
import { CallBooks, Contacts, ErasedContacts, RecorderCommands, UntoldEndings, type BookEntry } from '@voxkeep/operative';
import { newId, newTimeOrderedId } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { RecordingAssurance } from './recording-assurance.js';
import { UntoldContacts } from './untold-contacts.js';

const by = 'system:recorder';
const minute = 60_000;
const terms = { announcedMinutes: 60, askAfterMinutes: 240, recorderAwayHours: 24 };

describe('contacts of which nobody tells the end', () => {
  let operative: FreshDatabase;
  let contacts: Contacts;
  let books: CallBooks;
  let commands: RecorderCommands;
  let untold: UntoldContacts;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
    contacts = new Contacts(operative.database);
    books = new CallBooks(operative.database);
    commands = new RecorderCommands(operative.database);
    untold = new UntoldContacts(new UntoldEndings(operative.database), commands);
  });
  afterAll(() => operative.drop());

  const opened = new Date();
  const after = (minutes: number) => new Date(opened.getTime() + minutes * minute);
  const round = (minutes: number) => untold.end(after(minutes), terms);
  /** A contact that comes to us when the clock of the test begins, told with the time at which it began. */
  const open = async (recorderId: string | null, openedAt = opened) => {
    const id = newTimeOrderedId(openedAt);
    const owner = () => (recorderId === null ? null : newId());
    await contacts.open(
      {
        ...{
          id,
          key: { system: 'pbx', value: id },
          channel: 'voice',
          direction: 'inbound',
          trunkId: null,
          queueId: null,
          recorderId,
        },
        ...{ ownNumber: null, openedAt, connectedAt: null, customerOwner: owner(), agentOwner: owner() },
        ...{ customerNumber: null, customerName: null, attributes: null, attribution: 'none' },
      },
      by,
    );
    await operative.database.rows('update contact set recorded_at = $2 where id = $1', [id, opened]);
    return id;
  };
  const grantOf = (contactId: string) => {
    const gate = new ConsentGate({
      ...{ contactId, purpose: 'quality', mode: 'only-with-consent', channels: ['customer'], keys: null },
      ...{ startedAt: 0, askedBeforeSeconds: null },
    });
    const grant = gate.feed({ kind: 'api', given: true, by: 'ivr', at: 1 });
    if (!isGranted(grant)) throw new Error(grant.refused);
    return grant;
  };
  /** A recording whose recorder told so much and no more; `octets` of it lie in a complete file. */
  const recordingOf = async (contactId: string, octets: number, part: 'agent' | 'automated' = 'agent') => {
    const [recordingId, segmentId] = [newId(), newId()];
    const recording = { id: recordingId, part, codec: 'pcma', inseparable: false, startedAt: opened };
    const segment = {
      id: segmentId,
      recordingId,
      channel: 'customer',
      number: 1,
      fileId: newId(),
      codec: 'pcma',
      startMs: 0,
    } as const;
    const entries: BookEntry[] = [
      { kind: 'recording', grant: grantOf(contactId), recording },
      { kind: 'segment', segment: { ...segment, owner: newId() } },
    ];
    const closed = { octets, sha512: Buffer.alloc(64), state: 'closed' } as const;
    if (octets > 0) entries.push({ kind: 'segment-closed', segmentId, closed });
    await books.write(contactId, entries, by);
    return recordingId;
  };
  const looks = (contactId: string) =>
    operative.database.rows<{ id: string }>(
      `select id from recorder_command where contact_id = $1 and kind = 'look' and acknowledged_at is null`,
      [contactId],
    );
  const answer = async (contactId: string, result: 'refused' | 'no-live-recording') => {
    const [asked] = await looks(contactId);
    await commands.acknowledge(asked?.id ?? '', result, by);
  };
  /** Answers everything that is open, as a recorder that holds all else would. */
  const holdTheRest = async () => {
    for (const recorder of ['recorder-1', 'recorder-2'])
      for (const { id } of await commands.pending(recorder)) await commands.acknowledge(id, 'refused', by);
  };

  it('end as not called when no call came in time, with outcome and event', async () => {
    const id = await open(null);
    await round(59);
    expect(await contacts.get(id)).toMatchObject({ closedAt: null, outcomes: [] });
    expect(await round(61)).toBeGreaterThan(0);
    expect(await contacts.get(id)).toMatchObject({
      closedAt: after(61),
      endReason: 'no-call',
      outcomes: [{ part: 'agent', outcome: 'failed', cause: 'no-call' }],
      events: [{ kind: 'contact.ended.no-call', at: after(61) }],
    });
    const events = await operative.database.rows(`select type from outbox where payload->>'contactId' = $1 order by id`, [id]);
    expect(events.map((event) => (event as { type: string }).type)).toEqual([
      'contact.opened.v1',
      'recording.outcome.v1',
      'contact.closed.v1',
    ]);
  });

  it('are waited for from when they were announced, however long ago they began', async () => {
    const id = await open(null, after(-100));
    await round(1);
    expect(await contacts.get(id)).toMatchObject({ closedAt: null });
    await round(61);
    expect(await contacts.get(id)).toMatchObject({ closedAt: after(61), endReason: 'no-call' });
  });

  it('go on for as long as their recorder says that it holds the call', async () => {
    const id = await open('recorder-1');
    await round(241);
    expect(await looks(id)).toHaveLength(1);
    await answer(id, 'refused');
    for (const minutes of [302, 10_000]) {
      await round(minutes);
      await holdTheRest();
    }
    await round(20_000);
    expect(await contacts.get(id)).toMatchObject({ closedAt: null });
  });

  it('end when their recorder holds the call no more, with what was kept', async () => {
    const id = await open('recorder-1');
    const recordingId = await recordingOf(id, 8000);
    await round(241);
    await answer(id, 'no-live-recording');
    await round(5);
    expect(await contacts.get(id)).toMatchObject({ closedAt: null });
    await round(600);
    const ended = await contacts.get(id);
    expect(ended).toMatchObject({
      endReason: 'not-held',
      outcomes: [{ outcome: 'kept-unchecked', cause: null }],
      recordings: [{ id: recordingId, state: 'finished', endedAt: after(600) }],
    });
  });

  it('wait for a recorder that is away, and end when it stays away', async () => {
    const id = await open('recorder-2');
    await recordingOf(id, 0);
    await round(241);
    await round(23 * 60);
    expect(await contacts.get(id)).toMatchObject({ closedAt: null });
    await round(25 * 60);
    expect(await contacts.get(id)).toMatchObject({
      endReason: 'recorder-away',
      outcomes: [{ outcome: 'failed', cause: 'interrupted' }],
      recordings: [{ state: 'finished' }],
    });
  });

  describe('of which the first cannot be ended', () => {
    /** From now on no outcome of this contact can be written. */
    const damage = (contactId: string) =>
      operative.database.rows(
        `alter table recording_outcome add constraint ck_damaged_${contactId.replaceAll('-', '')} check (contact_id <> '${contactId}') not valid`,
      );

    it('are ended all the same, those that were announced and those that a recorder took', async () => {
      const [badUncalled, goodUncalled] = [await open(null), await open(null)];
      const [badHeld, goodHeld] = [await open('recorder-1'), await open('recorder-1')];
      for (const id of [badUncalled, badHeld]) await damage(id);
      await round(241);
      for (const id of [badHeld, goodHeld]) await answer(id, 'no-live-recording');
      await round(600);
      const ended = await Promise.all([badUncalled, goodUncalled, badHeld, goodHeld].map((id) => contacts.get(id)));
      expect(ended.map((contact) => contact?.endReason)).toEqual([null, 'no-call', null, 'not-held']);
      for (const id of [badUncalled, badHeld]) await repair(id);
      await round(601);
      expect((await contacts.get(badUncalled))?.endReason).toBe('no-call');
    });

    it('have their outcomes all the same', async () => {
      const [bad, good] = [await open('recorder-1'), await open('recorder-1')];
      for (const id of [bad, good]) await contacts.close(id, opened, 'bye', by);
      await damage(bad);
      await new RecordingAssurance(new UntoldEndings(operative.database)).assure(after(1));
      expect([(await contacts.get(bad))?.outcomes, (await contacts.get(good))?.outcomes.length]).toEqual([[], 1]);
      await repair(bad);
      await new RecordingAssurance(new UntoldEndings(operative.database)).assure(after(1));
      expect((await contacts.get(bad))?.outcomes).toHaveLength(1);
    });

    const repair = (contactId: string) =>
      operative.database.rows(`alter table recording_outcome drop constraint ck_damaged_${contactId.replaceAll('-', '')}`);
  });

  it('end with an outcome also when the contact was erased meanwhile', async () => {
    const [uncalled, abandoned, closed] = [await open(null), await open('recorder-1'), await open('recorder-1')];
    await recordingOf(abandoned, 8000);
    await new ErasedContacts(operative.database).record([uncalled, abandoned, closed], randomUUID(), by);
    await contacts.close(closed, opened, 'bye', by);
    await round(241);
    await answer(abandoned, 'no-live-recording');
    await round(600);
    await new RecordingAssurance(new UntoldEndings(operative.database)).assure(after(1));
    expect(await contacts.get(uncalled)).toMatchObject({ endReason: 'no-call', outcomes: [{ cause: 'no-call' }] });
    expect(await contacts.get(abandoned)).toMatchObject({ endReason: 'not-held', outcomes: [{ outcome: 'withdrawn' }] });
    expect(await contacts.get(closed)).toMatchObject({ outcomes: [{ outcome: 'failed', cause: 'interrupted' }] });
  });

  it('leave no recording without an end, removed or erased ones included', async () => {
    const [removed, erased] = [await open('recorder-1'), await open('recorder-1')];
    const taken = await recordingOf(removed, 8000);
    await books.write(removed, [{ kind: 'removed', recordingId: taken, at: opened }], by);
    await recordingOf(erased, 8000);
    await new ErasedContacts(operative.database).record([erased], randomUUID(), by);
    for (const id of [removed, erased]) await contacts.close(id, opened, 'bye', by);
    await new RecordingAssurance(new UntoldEndings(operative.database)).assure(after(1));
    const endless = await operative.database.rows(
      `select r.id from recording r join contact c on c.id = r.contact_id where c.closed_at is not null and r.ended_at is null`,
    );
    expect(endless).toEqual([]);
    expect((await contacts.get(removed))?.recordings).toMatchObject([{ state: 'removed', endedAt: opened }]);
  });

  describe('and outcomes that nobody tells', () => {
    const assure = (now: Date) => new RecordingAssurance(new UntoldEndings(operative.database)).assure(now);

    it('are given to every part of a closed contact, however long ago it closed, and once', async () => {
      await assure(after(60));
      const [whole, parts] = [await open('recorder-1'), await open('recorder-1')];
      await recordingOf(parts, 8000, 'automated');
      await books.write(
        parts,
        [{ kind: 'outcome', outcome: { part: 'agent', outcome: 'refused', at: opened }, measures: [] }],
        by,
      );
      const longAgo = new Date(opened.getTime() - 60 * 24 * 60 * minute);
      for (const id of [whole, parts]) await contacts.close(id, id === whole ? longAgo : opened, 'bye', by);
      expect(await assure(new Date(opened.getTime() + 29_000))).toBe(1);
      expect(await assure(new Date(opened.getTime() + 31_000))).toBe(1);
      expect(await assure(after(60))).toBe(0);
      expect((await contacts.get(parts))?.recordings).toMatchObject([{ state: 'finished', endedAt: opened }]);
      expect(await contacts.get(whole)).toMatchObject({ outcomes: [{ outcome: 'failed', cause: 'interrupted' }] });
      expect(await contacts.get(parts)).toMatchObject({
        outcomes: [
          { part: 'agent', outcome: 'refused' },
          { part: 'automated', outcome: 'kept-unchecked' },
        ],
      });
    });
  });
});
