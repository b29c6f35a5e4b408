import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CategorySwitches } from '@voxkeep/configuration';
import { diagnostics } from '@voxkeep/platform';
import { Consents, operativeSealed, type ContactDetail } from '@voxkeep/operative';
import { Access, openText, recordAccess, sealedColumns } from '@voxkeep/personal-data';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../test/support/until.js';
import { octetsBelow } from '../../../../test/support/vault.js';
import { RecorderSite } from './recorder-site.fixture.js';
import { ScriptedClient } from './scripted-client.fixture.js';

describe('a recording session that brings another customer', () => {
  let site: RecorderSite;
  let client: ScriptedClient;
  let sessionId: string;

  beforeEach(async () => {
    keptLog();
    site = await RecorderSite.make();
    await site.configure();
    await site.startRecorder();
    sessionId = randomUUID();
    client = new ScriptedClient(site.recorder.port!, sessionId);
  });
  afterEach(async () => {
    client.close();
    await site.close();
    diagnostics.replace(undefined);
  });

  /** Every contact in the books, in the order in which they began. */
  const allContacts = async (): Promise<readonly ContactDetail[]> => {
    const rows = await site.operative.database.rows<{ id: string }>('select id from contact order by opened_at, id');
    const found = await Promise.all(rows.map(({ id }) => site.contacts.get(id)));
    return found.flatMap((contact) => contact ?? []);
  };
  /** The customer's number as the books have it, sealed: by it the contact is found. */
  const numberOf = async ({ id, customerNumber, customerOwner: ownerId }: ContactDetail): Promise<string | undefined> => {
    const column = sealedColumns(operativeSealed.contact).find(({ property }) => property === 'customerNumber');
    if (!column || !customerNumber || ownerId === null) return undefined;
    const { ownerClass, domain } = column;
    const access = Access.by({ actorId: 'user-1', kind: 'user' }, { code: 'quality-check' }, {});
    const audited = await recordAccess(access, () => Promise.resolve());
    const key = (await site.client('operations').open(audited, [{ ownerId, ownerClass, domain }])).key(
      ownerId,
      ownerClass,
      domain,
    );
    return key && openText(key, { ...column, rowId: id, ownerId, epoch: 1 }, customerNumber.envelope);
  };
  /** Until both sides of so many calls are being kept. */
  const untilKept = (calls: number) =>
    until('both sides are kept', async () => {
      const contacts = await allContacts();
      const channels = contacts.map(({ recordings }) => new Set(recordings[0]?.segments.map(({ channel }) => channel)));
      return channels.filter(({ size }) => size === 2).length === calls;
    });
  /** A contact is read by several questions side by side: that of its outcomes may be answered before the end, so all are put again. */
  const untilClosed = (calls: number) =>
    until('the calls are told whole', async () => {
      const contacts = await allContacts();
      return contacts.length >= calls && contacts.every(({ closedAt }) => closedAt !== null) ? allContacts() : undefined;
    });
  const pressOne = (calls: number): Promise<void> => {
    client.press('customer', '1');
    return client.speakUntil(untilKept(calls));
  };
  /** Another system puts the question to whoever is in the call that began last. */
  const ask = async (): Promise<void> => {
    const [, another] = await until('the call is in the books', async () => {
      const contacts = await allContacts();
      return contacts.length === 2 ? contacts : undefined;
    });
    const asked = { kind: 'consent-asked', evidenceKind: 'ivr', wordingVersion: 'en-3' } as const;
    await site.commands.askAndWait({ contactId: another!.id, ...asked }, 'user-1', 20_000);
  };
  /** The slots of both sides that lie in what was kept of a contact, of those whose sound is like no other. */
  const slotsKept = async (contact: ContactDetail): Promise<readonly number[]> => {
    const slots: number[] = [];
    for (const side of ['customer', 'agent'] as const) {
      const kept = await site.octetsOf(contact, side);
      slots.push(...client.spokenBy(side).flatMap(({ slot, octets }) => (kept.includes(octets) ? [slot] : [])));
    }
    return slots;
  };

  /** What became of each call. Of audio that came while this process stood still at a change nobody can say whose it was: that is a gap. */
  const outcomesOf = (contacts: readonly ContactDetail[]) =>
    contacts.map(({ outcomes, recordings }) => {
      const causes = new Set(recordings.flatMap(({ gaps }) => gaps.map(({ cause }) => cause)));
      const isHalt = causes.size === 1 && causes.has('receive-queue');
      return outcomes.map(({ outcome }) => (outcome === 'kept-with-gaps' && isHalt ? 'kept' : outcome));
    });
  /** Until the request lies in the recorder's queue; a busy kernel brings what was sent later to another socket before it. Nothing is read meanwhile. */
  const untilItLies = async (): Promise<void> => {
    await new Promise<void>((done) => {
      process.nextTick(done);
    });
    const row = new RegExp(
      `:${site.recorder.port!.toString(16).toUpperCase().padStart(4, '0')} [0-9A-F]+:0000 .. [0-9A-F]+:([0-9A-F]+) `,
    );
    let isThere = false;
    for (let look = 0; look < 10_000 && !isThere; look += 1)
      isThere = Number.parseInt(row.exec(readFileSync('/proc/net/udp', 'latin1'))?.[1] ?? '0', 16) > 0;
    expect(isThere).toBe(true);
  };

  it.each(['INVITE', 'UPDATE'] as const)('by %s ends one call and begins another, which is asked for itself', async (method) => {
    await client.invite();
    await pressOne(1);
    const broughtAt = client.slot;
    expect(await client.bring('tel:+3725550177', method, 3)).toBe(200);
    await client.speak(10);
    await client.heard();
    await ask();
    const askedAt = client.slot;
    await client.speakForASecond();
    await pressOne(2);
    await client.bye();
    const contacts = await untilClosed(2);
    const [one, another] = contacts;
    expect([await numberOf(one!), await numberOf(another!)]).toEqual(['+3725550100', '+3725550177']);
    expect(outcomesOf(contacts)).toEqual([['kept'], ['kept']]);
    const named = contacts.map(({ events }) => events.filter(({ kind }) => kind.startsWith('contact.follow')));
    expect(named).toMatchObject([
      [{ kind: 'contact.followed', subjectId: another!.id }],
      [{ kind: 'contact.follows', subjectId: one!.id }],
    ]);
    const words = contacts.map(({ consents }) => consents.map(({ state, evidenceKind }) => `${state} ${evidenceKind}`));
    expect(words).toEqual([
      ['asked announced', 'given digit'],
      ['asked ivr', 'given digit'],
    ]);
    const [first, second] = [await slotsKept(one!), await slotsKept(another!)];
    expect([first.length > 0, second.length > 0]).toEqual([true, true]);
    expect(first.filter((slot) => slot >= broughtAt)).toEqual([]);
    expect(second.filter((slot) => slot < askedAt)).toEqual([]);
  });

  it('who never says yes keeps nothing of that one', async () => {
    await client.invite();
    await pressOne(1);
    await client.bring('tel:+3725550177');
    await client.speak(10);
    await client.heard();
    await client.bye();
    const contacts = await untilClosed(2);
    expect(outcomesOf(contacts)).toEqual([['kept'], ['not-asked']]);
    expect(contacts[1]?.recordings).toEqual([]);
  });

  it('who is asked by nobody says no yes by a key: what the trunk announced was announced to the customer before', async () => {
    await client.invite();
    await client.bring('tel:+3725550177');
    client.press('customer', '1');
    await client.speak(10);
    await client.heard();
    await client.bye();
    const [, another] = await untilClosed(2);
    expect([another?.consents, another?.recordings]).toEqual([[], []]);
  });

  it.each([
    ['of before, told by INFO after the question, is no answer', 60_000, 'unanswered'],
    ['of that one, told by INFO, is an answer', 0, 'failed'],
  ])('a key %s', async (_what, heldMs, outcome) => {
    await client.invite();
    await client.bring('tel:+3725550177');
    await ask();
    expect(await client.info('1', heldMs)).toBe(200);
    await client.heard();
    await client.bye();
    const [, another] = await untilClosed(2);
    expect(another?.consents.map(({ state }) => state)).toEqual(outcome === 'unanswered' ? ['asked'] : ['asked', 'given']);
    expect(another?.outcomes.map((each) => each.outcome)).toEqual([outcome]);
  });

  it('is refused before the dialog is ended where no call can be begun', async () => {
    client.close();
    const low = 46_000 + (process.pid % 80) * 10;
    await site.recorder.stop();
    await site.startRecorder({ sip: { address: '127.0.0.1', port: 0, rtpLow: low, rtpHigh: low + 3 } });
    client = new ScriptedClient(site.recorder.port!, randomUUID());
    await client.invite();
    expect(await client.bring('tel:+3725550177')).toBe(503);
    expect(await untilClosed(1)).toHaveLength(1);
  });

  it.each([0, 10])(
    'tells as missing what nobody can part after a halt, and keeps nothing of that one: %i packets of before lay in the sockets',
    async (packets) => {
      await client.invite();
      await pressOne(1);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500); // a machine at a halt
      client.speakAtOnce(packets);
      const broughtAt = client.slot;
      const brought = client.bring('tel:+3725550177');
      await untilItLies();
      client.speakAtOnce(10);
      expect(await brought).toBe(200);
      await client.bye();
      const [one] = await untilClosed(2);
      expect((await slotsKept(one!)).filter((slot) => slot >= broughtAt)).toEqual([]);
      expect(one?.outcomes.map(({ outcome }) => outcome)).toEqual(['kept-with-gaps']);
      const lost = one?.recordings.flatMap(({ gaps }) => gaps.filter(({ cause }) => cause === 'receive-queue')) ?? [];
      expect(new Set(lost.map(({ channel }) => channel))).toEqual(new Set(['customer', 'agent']));
      for (const { fromMs, toMs } of lost) expect(toMs - fromMs).toBeGreaterThan(400);
    },
  );

  it.each([2, 4])(
    'hears no key of that one in what was pressed before, and of which %i packets of 20 ms came before',
    async (packets) => {
      await client.invite();
      await client.speak(10);
      client.press('customer', '1');
      await client.speak(packets);
      await client.heard();
      await client.bring('tel:+3725550177');
      await client.speak(10);
      await client.heard();
      await client.bye();
      const contacts = await untilClosed(2);
      expect(contacts.map(({ outcomes }) => outcomes.map(({ outcome }) => outcome))).toEqual([['unanswered'], ['not-asked']]);
      expect(contacts.flatMap(({ consents }) => consents.map(({ state }) => state))).not.toContain('given');
    },
  );

  it.each([
    ['the same number in another spelling', 'tel:003725550100'],
    ['the same number as it is dialled at home', 'sip:5550100@pbx.example;user=phone'],
    ['a number that is withheld from now on', 'sip:anonymous@anonymous.invalid'],
  ])('goes on as one call with %s', async (_what, customer) => {
    await client.invite();
    await pressOne(1);
    expect(await client.bring(customer)).toBe(200);
    await client.speak(10);
    await client.heard();
    await client.bye();
    const [contact, ...others] = await untilClosed(1);
    expect(others).toEqual([]);
    expect(contact && (await numberOf(contact))).toBe('+3725550100');
  });

  it('goes on as one call with a customer whose number becomes known, and ends it with the next one', async () => {
    await client.invite();
    await client.bring('sip:anonymous@anonymous.invalid');
    await client.bring('tel:+3725550100');
    await client.bring('tel:+3725550177');
    await client.bye();
    expect(await untilClosed(2)).toHaveLength(2);
  });

  describe('of a customer whose number becomes known during the call', () => {
    const withheld = 'sip:anonymous@anonymous.invalid';
    /** A busy machine may hold up what the client sends. */
    const kept = expect.stringMatching(/^kept/) as string;
    const untilNumbered = () =>
      until('the number is in the books', async () => {
        const [contact] = await allContacts();
        return contact?.customerNumber ? contact : undefined;
      });

    it.each(['INVITE', 'UPDATE'] as const)('by %s has that number as if the call had begun with it', async (method) => {
      client.customer = withheld;
      await client.invite();
      await pressOne(1);
      expect((await allContacts())[0]).toMatchObject({ customerNumber: null, attribution: 'withheld' });
      expect(await client.bring('tel:+3725550100', method)).toBe(200);
      await client.speakUntil(untilNumbered());
      await client.bring(withheld, method);
      await client.bye();
      const [contact, ...others] = await untilClosed(1);
      expect(others).toEqual([]);
      expect(contact).toMatchObject({ attribution: 'pending', outcomes: [{ outcome: kept }] });
      expect(contact && (await numberOf(contact))).toBe('+3725550100');
      const customers = contact?.parties.filter(({ role }) => role === 'customer') ?? [];
      expect(customers.map(({ aor }) => aor !== null)).toEqual([false, true]);
    });

    it('has it although it came before the contact was in the books, and without metadata before', async () => {
      const { database } = site.operative;
      const lines = [1, 2].map((label) => `m=audio ${4000 + 2 * label} RTP/AVP 8\r\na=label:${label}\r\na=sendonly\r\n`);
      const text = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', lines.join('')].join('\r\n');
      await database.transaction(async (t) => {
        await t.rows('lock table contact');
        await client.invite({ contentType: 'application/sdp', text });
        expect(await client.bring('tel:+3725550100', 'UPDATE')).toBe(200);
      });
      const contact = await untilNumbered();
      expect([await numberOf(contact), contact.attribution]).toEqual(['+3725550100', 'pending']);
    });

    it('has none where contact data are not collected', async () => {
      const everywhere = { channel: null, queueId: null, userId: null } as const;
      const off = { category: 'contact-data-records', ...everywhere, on: false } as const;
      await new CategorySwitches(site.configuration.database).set([off], 'system:test');
      await site.recorder.stop();
      await site.startRecorder();
      client = new ScriptedClient(site.recorder.port!, sessionId);
      client.customer = withheld;
      await client.invite();
      await pressOne(1);
      await client.bring('tel:+3725550100', 'UPDATE');
      await client.bye();
      const [contact] = await untilClosed(1);
      expect(contact).toMatchObject({ customerNumber: null, attribution: 'none', outcomes: [{ outcome: kept }] });
      expect(contact?.parties.flatMap(({ role, aor }) => (role === 'customer' ? [aor] : []))).toEqual([null]);
    });

    it('has it from the journal, should the recorder die before it is in the books', async () => {
      const { database } = site.operative;
      client.customer = withheld;
      await client.invite();
      await pressOne(1);
      await client.bring('tel:+3725550100', 'UPDATE');
      const { id } = await untilNumbered();
      await database.rows(`update contact set customer_number = null, attribution = 'withheld' where id = $1`, [id]);
      const journal = join(site.directory, 'journal');
      const before = octetsBelow(journal);
      await client.speakUntil(until('what came later is in the journal', () => octetsBelow(journal) > before + 16_000));
      await site.startRecorder();
      client.close();
      const [contact] = await untilClosed(1);
      expect(contact).toMatchObject({ id, endReason: 'interrupted', attribution: 'pending' });
      expect(contact && (await numberOf(contact))).toBe('+3725550100');
    });
  });

  it('as the first number of a call that joined another’s announced contact without one, is asked for itself', async () => {
    const announced = await site.announce(sessionId, '+3725550100');
    await new Consents(site.operative.database).record(
      {
        ...{ id: randomUUID(), personId: null, contactPointId: null, contactId: announced, purpose: 'quality-check' },
        ...{ channel: 'voice', state: 'given', wordingVersion: 'en-3', evidenceKind: 'ivr', evidenceDetail: null },
        ...{ customerOwner: null, at: new Date(), validUntil: null },
      },
      'system:test',
    );
    const lines = [1, 2].map((label) => `m=audio ${4000 + 2 * label} RTP/AVP 8\r\na=label:${label}\r\na=sendonly\r\n`);
    const text = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', lines.join('')].join('\r\n');
    await client.invite({ contentType: 'application/sdp', text });
    await client.bring('tel:+3725550177', 'UPDATE');
    await client.speak(10);
    await client.heard();
    await client.bye();
    // On a busy machine the number is known before the books join the call, and then nothing of it ends the contact that was announced.
    const another = await until('the call is told whole', async () =>
      (await allContacts()).find(({ id, closedAt, outcomes }) => id !== announced && closedAt !== null && outcomes.length > 0),
    );
    expect(await numberOf(another)).toBe('+3725550177');
    expect(another).toMatchObject({ recordings: [], outcomes: [{ outcome: 'not-asked' }] });
  });
});
