import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { diagnostics } from '@voxkeep/platform';
import { Consents, ErasedContacts, RecorderCommands, type ContactDetail } from '@voxkeep/operative';
import { slotOf } from '../../../../test/support/rtp-sender.js';
import { until } from '../../../../test/support/until.js';
import { octetsBelow } from '../../../../test/support/vault.js';
import { payloadOf, type TestCallOptions, type TestCallResult, type TestStream } from '../test-call/place-test-call.js';
import { aSite } from '../../../../libs/configuration/src/configuration.fixture.js';
import { ScriptedClient } from './scripted-client.fixture.js';
import { RecorderSite, type SiteRules } from './recorder-site.fixture.js';

describe('a call', () => {
  let site: RecorderSite;
  let log: string[];
  let sessionId: string;

  const startWith = async (rules: SiteRules = {}) => {
    const configured = await site.configure(rules);
    await site.startRecorder();
    return configured;
  };
  const outcomeOf = ({ outcomes }: ContactDetail) => outcomes.map(({ part, outcome, cause }) => ({ part, outcome, cause }));
  const command = async (kind: 'consent-asked' | 'consent-given' | 'consent-refused' | 'withdraw' | 'end', contactId: string) =>
    site.commands.askAndWait({ contactId, kind, evidenceKind: 'ivr', wordingVersion: 'en-3' }, 'user-1', 2000);
  const liveContact = (): Promise<ContactDetail> => until('the call has a contact', () => site.contactOf(sessionId), 1);

  /** Audio of both channels has come to be kept: what is heard of a grant may come before the first packet after it. */
  const bothKept = () =>
    until('both channels are kept', async () => {
      const channels = (await site.contactOf(sessionId))?.recordings.flatMap(({ segments }) =>
        segments.map(({ channel }) => channel),
      );
      return channels?.includes('customer') && channels.includes('agent');
    });

  /** A call that goes on until it is hung up. */
  const stays = (change: Partial<TestCallOptions> = {}) => {
    const leaving = new AbortController();
    const over = site.call({ sessionId, durationMs: 20_000, signal: leaving.signal, ...change });
    const hangUp = (): Promise<TestCallResult> => {
      leaving.abort();
      return over;
    };
    return { over, hangUp };
  };

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

  it('is kept bit for bit from the first packet after the customer pressed 1', async () => {
    await startWith();
    const result = await site.call({ sessionId, digits: [{ key: '1', on: 'customer', afterMs: 400 }] });
    const contact = await site.closedContact(sessionId);
    expect(result.outcome).toBe('completed');
    expect(outcomeOf(contact)).toEqual([{ part: 'agent', outcome: 'kept', cause: null }]);
    expect(contact.recordings).toMatchObject([{ state: 'finished', codec: 'pcma', inseparable: false, gaps: [] }]);
    const [customer, agent] = [await site.octetsOf(contact, 'customer'), await site.octetsOf(contact, 'agent')];
    expect(customer.equals(afterTheKey(result.streams[0]!))).toBe(true);
    // In the slot of the key's last packet the two streams race; from there on everything is there.
    const sent = fromSlot(result.streams[1]!, slotOfGrant(result) - 1);
    expect(sent.subarray(-agent.length).equals(agent)).toBe(true);
    expect(sent.length - agent.length).toBeLessThanOrEqual(320);
    expect(contact.consents).toMatchObject([
      { state: 'asked', evidenceKind: 'announced' },
      { state: 'given', evidenceKind: 'digit' },
    ]);
    expect(await site.vaultFiles()).toHaveLength(2);
  });

  it('of twenty at once loses no octet', async () => {
    await site.configure();
    await site.startRecorder({ ownersAhead: 30 });
    const ids = Array.from({ length: 20 }, () => randomUUID());
    const digits = [{ key: '1', on: 'customer' as const, afterMs: 200 }];
    const results = await Promise.all(ids.map((id) => site.call({ sessionId: id, digits, durationMs: 1000 })));
    for (const [at, id] of ids.entries()) {
      const contact = await site.closedContact(id);
      const kept = await site.octetsOf(contact, 'customer');
      const sent = afterTheKey(results[at]!.streams[0]!);
      expect(kept.subarray(-sent.length).equals(sent)).toBe(true);
      // A sender that was late after its key was silent until then.
      expect(kept.subarray(0, -sent.length).every((octet) => octet === 0xd5)).toBe(true);
    }
  });

  it('starts its two channels together on the time axis', async () => {
    await startWith();
    await site.call({ sessionId, digits: [{ key: '1', on: 'customer', afterMs: 400 }] });
    const { recordings } = await site.closedContact(sessionId);
    const [first, second] = recordings[0]!.segments.map(({ startMs }) => startMs);
    expect(first).toBeGreaterThan(380);
    expect(Math.abs(first! - second!)).toBeLessThan(60);
  });

  it('leaves nothing in the vault when the customer pressed 2', async () => {
    await startWith();
    await site.call({ sessionId, digits: [{ key: '2', on: 'customer', afterMs: 200 }], durationMs: 800 });
    const contact = await site.closedContact(sessionId);
    expect(outcomeOf(contact)).toEqual([{ part: 'agent', outcome: 'refused', cause: null }]);
    expect(contact.recordings).toEqual([]);
    expect(await site.vaultFiles()).toEqual([]);
  });

  it('leaves nothing in the vault when nobody answers', async () => {
    await startWith();
    await site.call({ sessionId, durationMs: 500 });
    expect(outcomeOf(await site.closedContact(sessionId))).toEqual([{ part: 'agent', outcome: 'unanswered', cause: null }]);
    expect(await site.vaultFiles()).toEqual([]);
    expect(await readdir(join(site.directory, 'journal'))).toEqual([]);
  });

  it('is not granted by a key of the agent', async () => {
    await startWith();
    await site.call({ sessionId, digits: [{ key: '1', on: 'agent', afterMs: 200 }], durationMs: 600 });
    expect(outcomeOf(await site.closedContact(sessionId))).toMatchObject([{ outcome: 'unanswered' }]);
    expect(await site.vaultFiles()).toEqual([]);
  });

  it('is not granted by a key before the question, and is by one after it', async () => {
    await startWith({ trunk: { askedBeforeSeconds: null } });
    const client = new ScriptedClient(site.recorder.port!, sessionId);
    await client.invite();
    const pressed = async () => {
      client.press('customer', '1');
      await client.speak(20);
      await client.heard();
    };
    await pressed();
    expect(await command('consent-asked', (await liveContact()).id)).toBe('applied');
    expect((await liveContact()).recordings).toEqual([]);
    await client.speakForASecond();
    client.press('customer', '1');
    await client.speakForASecond();
    await client.bye();
    const contact = await site.closedContact(sessionId);
    expect(outcomeOf(contact)).toMatchObject([{ outcome: 'kept' }]);
    expect(contact.consents.map(({ state }) => state)).toEqual(['asked', 'given']);
  });

  it('without a question is not granted by any key', async () => {
    await startWith({ trunk: { askedBeforeSeconds: null } });
    await site.call({ sessionId, digits: [{ key: '1', on: 'customer', afterMs: 100 }], durationMs: 500 });
    expect(outcomeOf(await site.closedContact(sessionId))).toMatchObject([{ outcome: 'not-asked' }]);
    expect(await site.vaultFiles()).toEqual([]);
  });

  it('is kept from a consent that comes through the interface', async () => {
    await startWith({ trunk: { askedBeforeSeconds: null } });
    const applied = liveContact().then(({ id }) => command('consent-given', id));
    const live = stays();
    await bothKept();
    await live.hangUp();
    const contact = await site.closedContact(sessionId);
    expect(await applied).toBe('applied');
    expect(outcomeOf(contact)).toMatchObject([{ outcome: 'kept' }]);
    expect(contact.consents).toMatchObject([{ state: 'given', evidenceKind: 'ivr' }]);
    expect((await site.octetsOf(contact, 'agent')).length).toBeGreaterThan(0);
  });

  it('at a closed gate brings no media before consent, and is kept from then on', async () => {
    await startWith({ trunk: { askedBeforeSeconds: null, gate: 'inactive' } });
    let givenAt = Infinity;
    const applied = liveContact().then(({ id }) => {
      givenAt = Date.now();
      return command('consent-given', id);
    });
    const live = stays();
    await bothKept();
    const result = await live.hangUp();
    expect(await applied).toBe('applied');
    const contact = await site.closedContact(sessionId);
    const { packets } = result.streams[0]!;
    expect(packets.length).toBeGreaterThan(0);
    expect(packets.filter(({ sentAt }) => sentAt < givenAt)).toEqual([]);
    // The first packet after the gate opened may begin before the yes, and is kept from there on.
    const missing = packets.length * 160 - (await site.octetsOf(contact, 'customer')).length;
    expect(missing).toBeGreaterThanOrEqual(0);
    expect(missing).toBeLessThanOrEqual(160);
  });

  it('ends by command, with a good-bye', async () => {
    await startWith();
    const applied = liveContact().then(({ id }) => command('end', id));
    expect(await stays().over).toMatchObject({ outcome: 'ended-by-recorder' });
    expect(await applied).toBe('applied');
    expect((await site.closedContact(sessionId)).endReason).toBe('ended-by-command');
  });

  it.each([
    ['destroys everything', 'destroy', 'removed', 0],
    ['keeps what was said under consent', 'keep', 'finished', 2],
  ] as const)('that the customer withdraws from %s, as the policy says', async (_what, onWithdrawal, state, files) => {
    await startWith({ recording: { onWithdrawal } });
    const withdrawing = liveContact().then(async ({ id }) => {
      await bothKept();
      return command('withdraw', id);
    });
    const live = stays({ digits: [{ key: '1', on: 'customer', afterMs: 200 }] });
    await withdrawing;
    await live.hangUp();
    const contact = await site.closedContact(sessionId);
    expect(await withdrawing).toBe('applied');
    expect(outcomeOf(contact)).toEqual([{ part: 'agent', outcome: 'withdrawn', cause: null }]);
    expect(contact.recordings).toMatchObject([{ state, gaps: [{ reason: 'consent-withdrawn', channel: null }] }]);
    expect(await site.vaultFiles()).toHaveLength(files);
  });

  it('with notice that the customer says no to stops in the books at once, while the call goes on', async () => {
    await startWith({ recording: { mode: 'always-with-notice', onWithdrawal: 'keep' } });
    const live = stays({});
    const { id } = await liveContact();
    await bothKept();
    expect(await command('consent-refused', id)).toBe('applied');
    await until('it has stopped', async () => (await site.contactOf(sessionId))?.recordings[0]?.state === 'paused');
    const { closedAt, events } = (await site.contactOf(sessionId))!;
    expect([closedAt, events.at(-1)?.kind]).toEqual([null, 'recording.stopped']);
    await live.hangUp();
    expect(outcomeOf(await site.closedContact(sessionId))).toMatchObject([{ outcome: 'withdrawn' }]);
  });

  it('takes no new yes after a withdrawal that destroyed what was kept', async () => {
    await startWith();
    const live = stays({ digits: [{ key: '1', on: 'customer', afterMs: 200 }] });
    const { id } = await liveContact();
    await bothKept();
    expect([await command('withdraw', id), await command('consent-given', id)]).toEqual(['applied', 'refused']);
    await live.hangUp();
    const contact = await site.closedContact(sessionId);
    expect(outcomeOf(contact)).toEqual([{ part: 'agent', outcome: 'withdrawn', cause: null }]);
    expect(contact.consents.map(({ state }) => state)).toEqual(['asked', 'given', 'withdrawn']);
  });

  it('is withdrawn from by the sequence of keys', async () => {
    await startWith();
    const digits = ['1', '*', '9'].map((key, at) => ({ key, on: 'customer' as const, afterMs: 200 + at * 300 }));
    await site.call({ sessionId, digits });
    expect(outcomeOf(await site.closedContact(sessionId))).toMatchObject([{ outcome: 'withdrawn' }]);
    expect(await site.vaultFiles()).toEqual([]);
  });

  it('is withdrawn from by keys that are read after the good-bye', async () => {
    await startWith();
    const client = new ScriptedClient(site.recorder.port!, sessionId);
    await client.invite();
    client.press('customer', '1');
    await client.speakUntil(bothKept());
    client.speakAtOnce(60);
    for (const key of ['*', '9']) client.press('customer', key);
    client.speakAtOnce(20);
    await client.bye();
    const contact = await site.closedContact(sessionId);
    expect(outcomeOf(contact)).toEqual([{ part: 'agent', outcome: 'withdrawn', cause: null }]);
    expect(contact.consents.map(({ state }) => state)).toEqual(['asked', 'given', 'withdrawn']);
    expect(await site.vaultFiles()).toEqual([]);
  });

  it('from an unknown source is refused with 403, counted, and leaves no contact', async () => {
    await startWith({ trunk: { sourceNetworks: ['192.0.2.0/24'] } });
    const result = await site.call({ sessionId, durationMs: 200 });
    expect(result).toMatchObject({ outcome: 'rejected', status: 403 });
    expect(site.recorder.counters['unknownSource']).toBeGreaterThan(0);
    expect(await site.contactOf(sessionId)).toBeUndefined();
  });

  it('that does not say that it comes to be recorded is refused, and counted of its trunk', async () => {
    const { trunkId } = await startWith();
    expect(await site.call({ sessionId, unmarked: true })).toMatchObject({ outcome: 'rejected', status: 488 });
    await site.recorder.stop();
    const told = await site.operative.database.rows<{ payload: unknown }>(
      `select payload from outbox where type = 'trunk.noticed.v1' and payload->>'trunkId' = $1`,
      [trunkId],
    );
    expect(told).toMatchObject([{ payload: { notice: 'not-marked', times: 1 } }]);
    expect(log.filter((line) => line.includes('"not-marked"') && line.includes('"trunk":"trunk_'))).toHaveLength(1);
  });

  it('that does not say so is recorded from a trunk that is set to take it, and flagged', async () => {
    await startWith({ recording: { mode: 'always-with-notice' }, trunk: { acceptsUnmarked: true } });
    const [unmarked, marked] = [sessionId, randomUUID()];
    await site.call({ sessionId: unmarked, unmarked: true, durationMs: 600 });
    await site.call({ sessionId: marked, durationMs: 200 });
    const contact = await site.closedContact(unmarked);
    expect(outcomeOf(contact)).toMatchObject([{ outcome: 'kept' }]);
    expect(contact.events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['offer.unmarked', 'body.no-metadata']));
    const kindsOf = async (id: string) => (await site.closedContact(id)).events.map(({ kind }) => kind);
    expect(await kindsOf(marked)).not.toContain('offer.unmarked');
  });

  it('is taken from a trunk that was configured while the recorder ran', async () => {
    await site.startRecorder();
    expect(await site.call({ sessionId, durationMs: 100 })).toMatchObject({ status: 403 });
    await site.configure();
    for (let status = 403; status === 403;) ({ status = 0 } = await site.call({ sessionId, durationMs: 100 }));
    expect(outcomeOf(await site.closedContact(sessionId))).toMatchObject([{ outcome: 'unanswered' }]);
  });

  it('seals the number of the customer and names no agent who cannot be told', async () => {
    await startWith();
    await site.call({ sessionId, durationMs: 200 });
    const { parties, customerNumber, attribution, events } = await site.closedContact(sessionId);
    expect(attribution).toBe('pending');
    expect(customerNumber?.envelope.length).toBeGreaterThan(40);
    expect(parties.map(({ role, userId: found }) => [role, found]).sort()).toEqual([
      ['agent', null],
      ['customer', null],
    ]);
    expect(events.map(({ kind }) => kind)).toEqual(['party.unassigned']);
    expect(JSON.stringify([parties, log])).not.toContain('5550100');
  });

  it('of a customer who withholds the number keeps none', async () => {
    await startWith();
    await site.call({ sessionId, durationMs: 200, customer: 'sip:anonymous@anonymous.invalid' });
    const { customerNumber, attribution, parties } = await site.closedContact(sessionId);
    expect({ customerNumber, attribution }).toEqual({ customerNumber: null, attribution: 'withheld' });
    expect(parties.find(({ role }) => role === 'customer')?.aor).toBeNull();
  });

  it('that is not to be recorded is off', async () => {
    await startWith({ recording: { mode: 'off' } });
    await site.call({ sessionId, digits: [{ key: '1', on: 'customer', afterMs: 50 }], durationMs: 300 });
    expect(outcomeOf(await site.closedContact(sessionId))).toMatchObject([{ outcome: 'off' }]);
    expect(await site.vaultFiles()).toEqual([]);
  });

  it('with notice is kept from its first packet', async () => {
    await startWith({ recording: { mode: 'always-with-notice' } });
    const result = await site.call({ sessionId, durationMs: 600 });
    const contact = await site.closedContact(sessionId);
    expect(outcomeOf(contact)).toMatchObject([{ outcome: 'kept' }]);
    expect((await site.octetsOf(contact, 'agent')).equals(fromSlot(result.streams[1]!, 0))).toBe(true);
  });

  it('is refused with 503 while the keyring is away and no owner is left, and taken again afterwards', async () => {
    await startWith();
    await site.stopKeyring();
    const answers: (number | undefined)[] = [];
    for (let n = 0; n < 6; n += 1) answers.push((await site.call({ sessionId: randomUUID(), durationMs: 60 })).status);
    expect(answers).toEqual([200, 200, 200, 200, 200, 503]);
    await site.startKeyring();
    for (let status = 503; status === 503;) ({ status = 0 } = await site.call({ sessionId, durationMs: 60 }));
    expect(outcomeOf(await site.closedContact(sessionId))).toMatchObject([{ outcome: 'unanswered' }]);
  });

  it('is refused with 503 below the watermark of the vault', async () => {
    await site.configure();
    await site.startRecorder({ vault: { directory: `${site.directory}/vault`, watermarkBytes: Number.MAX_SAFE_INTEGER } });
    expect(await site.call({ sessionId, durationMs: 60 })).toMatchObject({ outcome: 'rejected', status: 503 });
  });

  it('ends with the recorder, its books finished', async () => {
    await startWith();
    const stopping = bothKept().then(() => site.recorder.stop());
    const result = await site.call({ sessionId, digits: [{ key: '1', on: 'customer', afterMs: 200 }], durationMs: 60_000 });
    await stopping;
    expect(result.outcome).toBe('ended-by-recorder');
    const contact = await site.closedContact(sessionId);
    expect(contact.endReason).toBe('recorder-stopped');
    expect(outcomeOf(contact)).toMatchObject([{ outcome: 'kept' }]);
  });

  it('names the one user who has the extension', async () => {
    await startWith();
    const { aUser } = await aSite(site.configuration.database);
    const userId = await aUser();
    await site.assignExtension(userId, '7001');
    await site.call({ sessionId, durationMs: 200 });
    const { parties, events } = await site.closedContact(sessionId);
    expect(parties.find(({ role }) => role === 'agent')?.userId).toBe(userId);
    expect(events).toEqual([]);
  });

  it('that the other system announced first is attached to, and kept under keys of its own', async () => {
    await startWith();
    const announced = await site.announce(sessionId);
    const result = await site.call({ sessionId, digits: [{ key: '1', on: 'customer', afterMs: 200 }], durationMs: 600 });
    const contact = await site.closedContact(sessionId);
    expect(contact.id).toBe(announced);
    expect(outcomeOf(contact)).toEqual([{ part: 'agent', outcome: 'kept', cause: null }]);
    expect((await site.octetsOf(contact, 'customer')).equals(afterTheKey(result.streams[0]!))).toBe(true);
  });

  /** The customer said yes to the system that announced the contact, before the call came. */
  const saidYes = (contactId: string) =>
    new Consents(site.operative.database).record(
      {
        ...{ id: randomUUID(), personId: null, contactPointId: null, contactId, purpose: 'quality-check', channel: 'voice' },
        ...{ state: 'given', wordingVersion: 'en-3', evidenceKind: 'ivr', customerOwner: null, evidenceDetail: null },
        ...{ at: new Date(), validUntil: null },
      },
      'system:test',
    );

  it('of another number than its name was announced with is asked for itself: no yes of the other keeps anything of it', async () => {
    await startWith();
    const announced = await site.announce(sessionId, '+3725550100');
    await saidYes(announced);
    await site.call({ sessionId, customer: 'tel:+3725550177', durationMs: 400 });
    const own = await contactWithAnEnd();
    expect(own?.id).not.toBe(announced);
    expect(own?.recordings).toEqual([]);
    expect(own && outcomeOf(own)).toEqual([{ part: 'agent', outcome: 'unanswered', cause: null }]);
    expect(await site.vaultFiles()).toEqual([]);
    expect(await site.contacts.get(announced)).toMatchObject({ closedAt: null, recorderId: null, recordings: [] });
    expect(await command('consent-given', announced)).toBe('no-live-recording');
  });

  it('of the number with which its name was announced, in another spelling, is kept by the yes that was announced', async () => {
    await startWith();
    const announced = await site.announce(sessionId, '+3725550100');
    await saidYes(announced);
    const live = stays({ customer: 'tel:555-0100' });
    await bothKept();
    const marks = await site.operative.database.rows('select announced_mark from contact where id = $1', [announced]);
    expect(marks).toEqual([{ announced_mark: null }]);
    await live.hangUp();
    const contact = await site.closedContact(sessionId);
    expect(contact.id).toBe(announced);
    expect(outcomeOf(contact)).toEqual([{ part: 'agent', outcome: 'kept', cause: null }]);
  });

  /** The contact in which a session has ended, told whole. */
  const contactWithAnEnd = async (): Promise<ContactDetail | undefined> => {
    const contactId = await until('a session has ended', async () => {
      const sql = `select contact_id as id from contact_key where system = 'recording-session-ended'`;
      return (await site.operative.database.rows<{ id: string }>(sql))[0]?.id;
    });
    return site.contacts.get(contactId);
  };

  it('of another customer under the name of a live one is asked for itself, and ends without ending the other', async () => {
    await startWith();
    const first = stays({ digits: [{ key: '1', on: 'customer', afterMs: 100 }] });
    await bothKept();
    await site.call({ sessionId, customer: 'tel:+3725550177', durationMs: 400 });
    const second = await contactWithAnEnd();
    const live = await liveContact();
    expect(second?.id).not.toBe(live.id);
    expect(second?.recordings).toEqual([]);
    expect(second && outcomeOf(second)).toEqual([{ part: 'agent', outcome: 'unanswered', cause: null }]);
    expect([live.closedAt, live.outcomes, live.recordings.map(({ state }) => state)]).toEqual([null, [], ['recording']]);
    await first.hangUp();
    expect(outcomeOf(await site.closedContact(sessionId))).toEqual([{ part: 'agent', outcome: 'kept', cause: null }]);
  });

  it('of the same customer under the name of a live one belongs to its contact, and ends without closing it', async () => {
    await startWith();
    const first = stays({ digits: [{ key: '1', on: 'customer', afterMs: 100 }] });
    await bothKept();
    await site.call({ sessionId, durationMs: 400 });
    const { id } = await liveContact();
    expect(await contactWithAnEnd()).toMatchObject({ id, closedAt: null });
    await first.hangUp();
    await site.closedContact(sessionId);
  });

  it('whose contact is erased while it runs leaves nothing behind, and tells that once', async () => {
    await startWith();
    const live = stays({ digits: [{ key: '1', on: 'customer', afterMs: 100 }] });
    await bothKept();
    const { id } = await liveContact();
    await new ErasedContacts(site.operative.database).record([id], randomUUID(), 'system:test');
    const written = await transactions();
    await live.hangUp();
    await until('no file is left', async () => (await site.vaultFiles()).length === 0);
    await until('everything is told', () => site.recorder.counters['unboundCalls'] === 0);
    expect((await transactions()) - written).toBeLessThan(100);
    expect(outcomeOf(await site.closedContact(sessionId))).toEqual([{ part: 'agent', outcome: 'withdrawn', cause: null }]);
  });

  it('whose contact is erased ends with the command that follows, and is counted and told as taken back', async () => {
    await startWith();
    const live = stays({ digits: [{ key: '1', on: 'customer', afterMs: 100 }] });
    await bothKept();
    const { id } = await liveContact();
    await new ErasedContacts(site.operative.database).record([id], randomUUID(), 'system:test');
    expect(await command('end', id)).toBe('applied');
    expect(await live.over).toMatchObject({ outcome: 'ended-by-recorder' });
    const contact = await site.closedContact(sessionId);
    expect(contact).toMatchObject({ endReason: 'ended-by-command', recordings: [{ state: 'removed' }] });
    expect(outcomeOf(contact)).toEqual([{ part: 'agent', outcome: 'withdrawn', cause: null }]);
    expect(contact.consents).toHaveLength(2);
    expect(await site.vaultFiles()).toEqual([]);
    await until('it is counted', () => site.recorder.counters['ended'] === 1);
    expect(site.recorder.counters).toMatchObject({ 'outcome.withdrawn': 1, 'outcome.kept': 0 });
    const said = log.filter((line) => line.includes('"session.ended"'));
    expect(said.map((line) => (JSON.parse(line) as { outcome: string }).outcome)).toEqual(['withdrawn']);
  });

  it('whose contact is erased and whose recorder dies is ended by the next one, with nothing kept', async () => {
    await site.configure();
    const deaf = new RecorderCommands(site.operative.database);
    jest.spyOn(deaf, 'pending').mockResolvedValue([]);
    await site.startRecorder({}, deaf);
    const live = stays({ digits: [{ key: '1', on: 'customer', afterMs: 100 }], hangUp: false });
    await bothKept();
    await until('some of it lies in the journal', () => octetsBelow(join(site.directory, 'journal')) > 8000);
    await live.hangUp();
    const { id } = await liveContact();
    await new ErasedContacts(site.operative.database).record([id], randomUUID(), 'system:test');
    const next = await site.startRecorder();
    const contact = await site.closedContact(sessionId);
    expect(contact).toMatchObject({ endReason: 'interrupted', recordings: [{ state: 'removed' }] });
    expect(outcomeOf(contact)).toEqual([{ part: 'agent', outcome: 'withdrawn', cause: null }]);
    await next.recovered();
    expect(await site.vaultFiles()).toEqual([]);
    expect(next.counters).toMatchObject({ 'outcome.withdrawn': 1, 'outcome.kept-with-gaps': 0 });
  });

  it('that comes again after it was closed is a new contact', async () => {
    await startWith();
    await site.call({ sessionId, durationMs: 60 });
    const first = await site.closedContact(sessionId);
    const { callId } = await site.call({ sessionId, durationMs: 60 });
    const key = { system: 'call-id', value: callId } as const;
    expect(await until('the second call is in the books', () => site.contacts.findByKey(key))).not.toBe(first.id);
  });

  it('cut off by a dead recorder is recovered by the next one, with the end stated as missing', async () => {
    await startWith();
    const gone = site.recorder;
    const live = stays({ digits: [{ key: '1', on: 'customer', afterMs: 100 }], hangUp: false });
    // More than the 8000 octets of either party that must be found again below.
    await until('a second of both lies in the journal', () => octetsBelow(join(site.directory, 'journal')) > 4 * 8000);
    const next = await site.startRecorder();
    const result = await live.hangUp();
    const contact = await site.closedContact(sessionId);
    expect(contact.endReason).toBe('interrupted');
    expect(outcomeOf(contact)).toEqual([{ part: 'agent', outcome: 'kept-with-gaps', cause: null }]);
    expect(contact.recordings).toMatchObject([{ state: 'recovered' }]);
    expect(contact.events.map(({ kind }) => kind).slice(-2)).toEqual(['recording.broke-off', 'recording.rest-missing']);
    expect(next.counters).toMatchObject({ 'outcome.kept-with-gaps': 1, 'outcome.failed': 0 });
    // How long after its last frame it died is chance; no more than an edge is not counted.
    const isMore = contact.recordings[0]!.gaps.some(({ cause, fromMs, toMs }) => cause === 'restart' && toMs - fromMs > 100);
    expect((next.counters['missingSeconds.ours.restart'] ?? 0) > 0).toBe(isMore);
    expect(contact.recordings[0]!.segments.map(({ state }) => state)).toEqual(['recovered', 'recovered']);
    const kept = await site.octetsOf(contact, 'customer');
    const sent = afterTheKey(result.streams[0]!);
    expect(sent.subarray(0, kept.length).equals(kept)).toBe(true);
    expect(kept.length).toBeGreaterThan(8000);
    await gone.stop();
    const named = contact.recordings[0]!.segments.map(({ fileId }) => fileId);
    expect(await site.vaultFiles()).toEqual(expect.arrayContaining(named));
    expect(outcomeOf(await site.closedContact(sessionId))).toHaveLength(1);
    expect(site.recorder).toBe(next);
  });

  it.each([
    ['off', { recording: { mode: 'off' } }],
    ['off', { recording: { mode: 'by-user' } }],
    ['unanswered', {}],
    ['not-asked', { trunk: { askedBeforeSeconds: null } }],
  ] as const)('to which nobody said yes is %s where its recorder died, as where it lived (%j)', async (outcome, rules) => {
    await startWith(rules);
    const live = stays({ hangUp: false });
    await liveContact();
    await site.startRecorder();
    expect(outcomeOf(await site.closedContact(sessionId))).toEqual([{ part: 'agent', outcome, cause: null }]);
    await live.hangUp();
  });

  it.each([
    ['destroys', 'destroy', 'removed', 0],
    ['keeps', 'keep', 'recovered', 2],
  ] as const)(
    '%s what a dead recorder kept, after a withdrawal unheard behind 510 others',
    async (_what, onWithdrawal, state, files) => {
      await site.configure({ recording: { onWithdrawal } });
      const deaf = new RecorderCommands(site.operative.database);
      jest.spyOn(deaf, 'pending').mockResolvedValue([]);
      await site.startRecorder({}, deaf);
      const live = stays({ digits: [{ key: '1', on: 'customer', afterMs: 100 }], hangUp: false });
      await bothKept();
      await until('some of it lies in the journal', () => octetsBelow(join(site.directory, 'journal')) > 8000);
      await live.hangUp();
      const { id } = await liveContact();
      const officer = randomUUID();
      const before = Array.from({ length: 510 }, () => site.commands.ask({ contactId: id, kind: 'consent-asked' }, officer));
      await Promise.all(before);
      const asked = site.commands.askAndWait({ contactId: id, kind: 'withdraw', evidenceKind: 'email' }, officer, 20_000);
      await site.startRecorder();
      expect(await asked).toBe('applied');
      const contact = await site.closedContact(sessionId);
      expect(outcomeOf(contact)).toEqual([{ part: 'agent', outcome: 'withdrawn', cause: null }]);
      expect(contact.consents).toMatchObject([{}, { state: 'given' }, { state: 'withdrawn', evidenceKind: 'email' }]);
      const [entered] = await site.operative.database.rows(`select recorded_by from consent where state = 'withdrawn'`);
      expect(entered).toEqual({ recorded_by: officer });
      expect(contact.recordings).toMatchObject([{ state }]);
      expect(await site.vaultFiles()).toHaveLength(files);
    },
  );

  describe('of a client that goes its own ways', () => {
    let client: ScriptedClient;
    const oneHeard = () => site.recorder.counters['liveSessions'] === 1;
    beforeEach(async () => {
      await startWith({ recording: { mode: 'always-with-notice' } });
      client = new ScriptedClient(site.recorder.port!, sessionId);
    });

    afterEach(() => {
      client.close();
    });

    it('has a segment before and after a hold, and says what lies between', async () => {
      expect(await client.invite()).toBe(200);
      await client.speakUntil(untilSegments(2));
      await client.heard();
      expect(await client.reoffer('inactive')).toBe(200);
      await client.speak(5);
      await client.heard();
      expect(await client.reoffer('sendonly', 'UPDATE')).toBe(200);
      await client.speakUntil(untilSegments(4));
      await client.heard();
      await client.bye();
      const contact = await site.closedContact(sessionId);
      expect(contact.recordings[0]!.segments.map(({ channel, number, state }) => [channel, number, state])).toEqual([
        ['agent', 1, 'closed'],
        ['agent', 2, 'closed'],
        ['customer', 1, 'closed'],
        ['customer', 2, 'closed'],
      ]);
      expect(contact.recordings[0]!.gaps.map(({ channel, reason }) => `${channel ?? ''} ${reason}`).sort()).toEqual([
        'agent hold',
        'customer hold',
      ]);
      const told = [
        'party.unassigned',
        'recording.begun',
        'stream.held',
        'recording.paused',
        'stream.resumed',
        'recording.resumed',
      ];
      expect(contact.events.map(({ kind }) => kind).sort()).toEqual([...told, 'recording.finished'].sort());
      expect(outcomeOf(contact)).toMatchObject([{ outcome: 'kept' }]);
    });

    it('goes on when its change of codec is refused, with a gap of ours on either side until it goes back', async () => {
      expect(await client.invite()).toBe(200);
      await client.speakUntil(untilSegments(2));
      await client.heard();
      // A client asks again, and is told the same.
      for (let times = 0; times < 3; times += 1) expect(await client.offerIn('G729')).toBe(488);
      client.speakIn('G729');
      await client.speakUntil(untilTold('stream.other-payload'));
      client.speakIn('PCMA');
      // A machine that stands still may add gaps of other causes.
      const ofCodec = (contact: ContactDetail | undefined) =>
        new Set(
          contact?.recordings[0]?.gaps.flatMap(({ channel, cause }) =>
            cause === 'refused-change' || cause === 'other-codec' ? [`${channel ?? ''} ${cause}`] : [],
          ),
        );
      await client.speakUntil(until('both gaps are there', async () => ofCodec(await site.contactOf(sessionId)).size >= 2));
      await client.bye();
      const contact = await site.closedContact(sessionId);
      expect(ofCodec(contact)).toEqual(new Set(['agent refused-change', 'customer refused-change']));
      expect(contact.recordings[0]!.segments).toHaveLength(2);
      expect(contact.events.filter(({ kind }) => kind === 'stream.change-refused')).toHaveLength(1);
      expect(outcomeOf(contact)).toMatchObject([{ outcome: 'kept-with-gaps' }]);
      expect(site.recorder.counters).toMatchObject({ 'outcome.kept-with-gaps': 1, 'outcome.kept': 0 });
      expect(site.recorder.counters['missingSeconds.ours.refused-change']).toBeGreaterThan(0);
      await site.recorder.stop();
      const counted = await site.operative.database.rows<{ payload: unknown }>(
        `select payload from outbox where type = 'trunk.codec-refused.v1'`,
      );
      expect(counted).toMatchObject([{ payload: { codec: 'G729', reason: 'changed-in-call', calls: 1 } }]);
    });

    it('is recorded and flagged when its metadata are broken', async () => {
      const text = 'not xml <';
      expect(await client.invite({ contentType: 'multipart/mixed;boundary=x', text: brokenBody(text) })).toBe(200);
      expect(oneHeard()).toBe(true);
      await client.bye();
      const { events, outcomes } = await site.closedContact(sessionId);
      expect(events.map(({ kind }) => kind)).toContain('metadata.malformed');
      expect(outcomes).toMatchObject([{ outcome: 'failed', cause: 'no-media' }]);
    });

    it('is refused with 488 when nothing in it can be stored', async () => {
      const text =
        'v=0\r\no=x 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 18\r\na=sendonly\r\n';
      expect(await client.invite({ contentType: 'application/sdp', text })).toBe(488);
      expect(await site.contactOf(sessionId)).toBeUndefined();
    });

    it('shows who joined by an UPDATE', async () => {
      await client.invite();
      expect(await client.tell(secondAgent)).toBe(200);
      await client.bye();
      const { parties } = await site.closedContact(sessionId);
      expect(parties.map(({ role }) => role).sort()).toEqual(['agent', 'agent', 'customer']);
    });

    const untilTold = (kind: string) =>
      until('it is told', async () => (await site.contactOf(sessionId))?.events.some((event) => event.kind === kind));
    const untilSegments = (count: number) =>
      until('the segments are there', async () => {
        const contact = await site.contactOf(sessionId);
        return (contact?.recordings[0]?.segments.length ?? 0) >= count;
      });
  });

  async function transactions(): Promise<number> {
    const [{ count } = { count: 0 }] = await site.operative.database.rows<{ count: number }>(
      'select xact_commit::int as count from pg_stat_database where datname = current_database()',
    );
    return count;
  }
});

const brokenBody = (metadata: string): string =>
  [
    '--x\r\nContent-Type: application/sdp\r\n\r\nv=0\r\no=x 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0',
    'm=audio 4000 RTP/AVP 8\r\na=label:1\r\na=sendonly\r\n',
    `--x\r\nContent-Type: application/rs-metadata+xml\r\n\r\n${metadata}`,
    '--x--\r\n',
  ].join('\r\n');

/** A partial snapshot after a transfer: the agent's stream is now another participant's. */
const secondAgent = `<?xml version="1.0"?><recording xmlns="urn:ietf:params:xml:ns:recording:1"><datamode>partial</datamode>
  <participant participant_id="second"><nameID aor="sip:7002@pbx.example"/></participant>
  <participantstreamassoc participant_id="participant-agent"><disassociate-time>2026-11-22T10:00:00Z</disassociate-time></participantstreamassoc>
  <participantstreamassoc participant_id="second"><send>stream-agent</send></participantstreamassoc></recording>`;

/** What a client sent as audio after the last packet of its key: order is told by the stream, not by the clock. */
function afterTheKey(stream: TestStream): Buffer {
  const last = stream.packets.findLastIndex(({ kind }) => kind === 'digit');
  return octetsOfPackets(stream, stream.packets.slice(last + 1));
}

/** The slot of 20 ms in which the customer's key was heard to its end. */
function slotOfGrant({ streams: [customer] }: TestCallResult): number {
  const last = customer!.packets.findLastIndex(({ kind }) => kind === 'digit');
  return slotOf(customer!, customer!.packets[last + 1]!);
}

/** What a client sent as audio from a slot on. */
function fromSlot(stream: TestStream, slot: number): Buffer {
  return octetsOfPackets(
    stream,
    stream.packets.filter((packet) => slotOf(stream, packet) >= slot),
  );
}

function octetsOfPackets(stream: TestStream, packets: TestStream['packets']): Buffer {
  return Buffer.concat(packets.filter(({ kind }) => kind === 'audio').map((packet) => payloadOf(stream, packet)));
}

describe('a call while the operative database is away', () => {
  it('is taken, kept whole, and written when the database is back', async () => {
    keptLog();
    const site = await RecorderSite.make();
    await site.configure();
    await site.startRecorder();
    const { source } = site.operative.database;
    await source.destroy();
    const sessionId = randomUUID();
    const result = await site.call({ sessionId, digits: [{ key: '1', on: 'customer', afterMs: 200 }], durationMs: 1000 });
    expect(result).toMatchObject({ outcome: 'completed', status: 200 });
    await source.initialize();
    const contact = await site.closedContact(sessionId);
    expect(contact.outcomes).toMatchObject([{ outcome: 'kept' }]);
    expect((await site.octetsOf(contact, 'customer')).equals(afterTheKey(result.streams[0]!))).toBe(true);
    await site.recorder.stop();
    await site.close();
    diagnostics.replace(undefined);
  });
});
