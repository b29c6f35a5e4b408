import { randomUUID } from 'node:crypto';
import { ConsentGate, isGranted, type ConsentGrant } from '@voxkeep/consent';
import { newId } from '@voxkeep/platform';
import { freshDatabase, type FreshDatabase } from '../../../../test/support/database.js';
import { aContact } from '../contacts/contact.fixture.js';
import type { NewContact } from '../contacts/contact-types.js';
import { Contacts } from '../contacts/contacts.js';
import { Recordings } from './recordings.js';

const by = 'system:recorder';
const sha512 = Buffer.alloc(64, 5);

describe('recordings', () => {
  let operative: FreshDatabase;
  let recordings: Recordings;
  let contact: NewContact;
  beforeAll(async () => {
    operative = await freshDatabase('operative');
    recordings = new Recordings(operative.database);
  });
  beforeEach(async () => {
    contact = aContact();
    await new Contacts(operative.database).open(contact, by);
  });
  afterAll(() => operative.drop());

  const gateOf = (contactId: string) => {
    const gate = new ConsentGate({
      contactId,
      purpose: 'quality-check',
      mode: 'only-with-consent',
      channels: ['customer', 'agent'],
      keys: null,
      startedAt: 0,
      askedBeforeSeconds: null,
    });
    gate.feed({ kind: 'asked', at: 1, wordingVersion: 'v1', by: 'ivr' });
    const decision = gate.feed({ kind: 'api', at: 2, given: true, by: 'ivr', id: newId() });
    if (!isGranted(decision)) throw new Error('the fixture should have been granted');
    return { gate, grant: decision };
  };
  const media = (part: 'agent' | 'automated' = 'agent') =>
    ({ id: newId(), part, codec: 'pcma', inseparable: false, startedAt: new Date() }) as const;
  const segment = (recordingId: string, number: number, channel: 'customer' | 'agent' = 'customer') => ({
    ...{ id: newId(), recordingId, channel, number, fileId: newId(), codec: 'pcma', startMs: 1500, owner: contact.customerOwner },
  });
  const begun = async (grant: ConsentGrant) => {
    const made = await recordings.begin(grant, media(), by);
    if (!made.begun) throw new Error('the fixture should have begun');
    return made.recordingId;
  };

  it('begin under a live grant and say on what it rests', async () => {
    const { grant } = gateOf(contact.id);
    const recordingId = await begun(grant);
    const [row] = await operative.database.rows('select state, evidence_kind, consent_id from recording where id = $1', [
      recordingId,
    ]);
    expect(row).toEqual({ state: 'recording', evidence_kind: grant.evidence.kind, consent_id: grant.evidence.id });
  });

  it('do not begin when the contact has closed', async () => {
    await new Contacts(operative.database).close(contact.id, new Date(), 'bye', by);
    expect(await recordings.begin(gateOf(contact.id).grant, media(), by)).toEqual({ begun: false, because: 'contact-closed' });
  });

  it('do not begin when the grant has ended', async () => {
    const { gate, grant } = gateOf(contact.id);
    gate.close();
    expect(await recordings.begin(grant, media(), by)).toEqual({ begun: false, because: 'grant-ended' });
  });

  it('do not begin with something that only looks like a grant', () => {
    const lookAlike = { contactId: contact.id, purpose: 'x', isLive: () => true, evidence: {} } as unknown as ConsentGrant;
    expect(() => recordings.begin(lookAlike, media(), by)).toThrow('consent.forged-grant');
  });

  it('are one per part: a second beginning goes on with the first', async () => {
    const { grant } = gateOf(contact.id);
    const first = await begun(grant);
    expect(await recordings.begin(grant, media(), by)).toEqual({ begun: true, recordingId: first, created: false });
  });

  it('list the open segments of a recorder until they are closed', async () => {
    const recordingId = await begun(gateOf(contact.id).grant);
    const one = segment(recordingId, 1);
    await recordings.addSegment(contact.id, one, by);
    const open = async () => (await recordings.openSegmentsOf('recorder-1')).filter(({ contactId }) => contactId === contact.id);
    expect(await open()).toMatchObject([{ id: one.id, fileId: one.fileId, startMs: 1500, owner: contact.customerOwner }]);
    await recordings.closeSegment(contact.id, one.id, { octets: 16_000, sha512, state: 'recovered' }, by);
    expect(await open()).toEqual([]);
  });

  it('are found for playback by their id alone, with segments, gaps, owners and agents', async () => {
    const recordingId = await begun(gateOf(contact.id).grant);
    for (const [channel, number] of [
      ['customer', 2],
      ['customer', 1],
      ['agent', 1],
    ] as const) {
      const made = segment(recordingId, number, channel);
      await recordings.addSegment(contact.id, made, by);
      await recordings.closeSegment(contact.id, made.id, { octets: 8000, sha512, state: 'closed' }, by);
    }
    await recordings.gap(contact.id, { id: newId(), recordingId, channel: null, fromMs: 10, toMs: 900, reason: 'pause' }, by);
    const found = await recordings.forPlayback(recordingId);
    expect(found).toMatchObject({
      contactId: contact.id,
      customerOwner: contact.customerOwner,
      agentUserIds: [],
      gaps: [{ fromMs: 10, toMs: 900, reason: 'pause' }],
    });
    expect(found?.segments.map(({ channel, number }) => `${channel} ${number}`)).toEqual(['agent 1', 'customer 1', 'customer 2']);
    expect(found?.segments[0]).toMatchObject({ octets: 8000, sha512: sha512.toString('hex') });
  });

  it('name the channels that were kept when they finish, once', async () => {
    const recordingId = await begun(gateOf(contact.id).grant);
    await recordings.addSegment(contact.id, segment(recordingId, 1), by);
    await recordings.finish(contact.id, recordingId, new Date(), false, by);
    await recordings.finish(contact.id, recordingId, new Date(), true, by);
    const events = await operative.database.rows<{ payload: object }>(
      `select payload from outbox where type = 'recording.finished.v1' and payload ->> 'recordingId' = $1`,
      [recordingId],
    );
    expect(events).toMatchObject([{ payload: { channels: ['customer'], recovered: false } }]);
  });

  it('pause and resume, each told once', async () => {
    const recordingId = await begun(gateOf(contact.id).grant);
    for (let n = 0; n < 2; n += 1) await recordings.pause(contact.id, recordingId, new Date(), 'pause', by);
    await recordings.resume(contact.id, recordingId, new Date(), by);
    const told = await operative.database.rows<{ type: string }>(
      `select type from outbox where payload ->> 'recordingId' = $1 order by id`,
      [recordingId],
    );
    expect(told.map(({ type }) => type)).toEqual(['recording.started.v1', 'recording.paused.v1', 'recording.resumed.v1']);
  });

  it('name the file that replaces the one of a segment that was cut off', async () => {
    const recordingId = await begun(gateOf(contact.id).grant);
    const cutOff = segment(recordingId, 1);
    await recordings.addSegment(contact.id, cutOff, by);
    const fileId = newId();
    for (const octets of [8000, 1])
      await recordings.closeSegment(contact.id, cutOff.id, { octets, sha512, state: 'recovered', fileId }, by);
    const found = await recordings.forPlayback(recordingId);
    expect(found?.segments).toMatchObject([{ fileId, octets: 8000, state: 'recovered' }]);
  });

  it('drop a segment of which nothing was kept, but none that is closed', async () => {
    const recordingId = await begun(gateOf(contact.id).grant);
    const [empty, kept] = [segment(recordingId, 1), segment(recordingId, 2)];
    for (const made of [empty, kept]) await recordings.addSegment(contact.id, made, by);
    await recordings.closeSegment(contact.id, kept.id, { octets: 8000, sha512, state: 'closed' }, by);
    for (const { id } of [empty, kept]) await recordings.dropSegment(contact.id, id, by);
    const found = await recordings.forPlayback(recordingId);
    expect(found?.segments.map(({ state }) => state)).toEqual(['removed', 'closed']);
  });

  it('hand over their files when they are removed', async () => {
    const recordingId = await begun(gateOf(contact.id).grant);
    const one = segment(recordingId, 1);
    await recordings.addSegment(contact.id, one, by);
    expect(await recordings.remove(contact.id, recordingId, null, by)).toEqual([
      { fileId: one.fileId, owner: one.owner, sha512: null },
    ]);
  });

  it('have exactly one outcome per part, from however many sides at once', async () => {
    const at = new Date();
    const answers = await Promise.all([
      recordings.recordOutcome(contact.id, { part: 'agent', outcome: 'kept', at }, by),
      recordings.recordOutcome(contact.id, { part: 'agent', outcome: 'failed', cause: 'no-media', at }, by),
      recordings.recordOutcome(contact.id, { part: 'agent', outcome: 'unanswered', at }, by),
    ]);
    expect(answers.filter((answer) => answer === 'recorded')).toHaveLength(1);
    expect(await operative.database.rows('select from recording_outcome where contact_id = $1', [contact.id])).toHaveLength(1);
  });

  it('refuse a cause without a failure', async () => {
    const statement = `insert into recording_outcome (contact_id, part, outcome, cause, at) values ($1, 'agent', 'kept', 'vault', now())`;
    await expect(operative.database.rows(statement, [randomUUID()])).rejects.toThrow();
  });
});
