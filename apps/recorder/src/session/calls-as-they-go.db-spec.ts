import { randomUUID } from 'node:crypto';
import { isVoxkeepError } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import type { ContactDetail } from '@voxkeep/operative';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { until } from '../../../../test/support/until.js';
import { lockFolder } from '../media/journal-lock.js';
import { RawPeer, tagOf } from '../sip/raw-peer.fixture.js';
import type { Party } from '../test-call/test-audio.js';
import { RecorderSite } from './recorder-site.fixture.js';
import { missingFrom, mouthAt, RoamingClient, strange, strangeOctet, type Voice } from './roaming-client.fixture.js';

/** PCMU, which nobody has agreed upon. */
const notAgreed = 0;

describe('a call as it goes', () => {
  let site: RecorderSite;
  let log: string[];
  let sessionId: string;
  let client: RoamingClient;

  beforeAll(async () => {
    log = keptLog(['3725550100', '5550100']);
    site = await RecorderSite.make();
    await site.configure({ consent: { withdrawalSequence: '99' } });
    await site.startRecorder({ ownersAhead: 30 });
  });
  afterAll(async () => {
    await site.close();
    diagnostics.replace(undefined);
    expect(log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
  beforeEach(() => {
    sessionId = randomUUID();
    client = new RoamingClient(site.recorder.port!, sessionId);
  });
  afterEach(() => {
    client.close();
  });

  const outcomeOf = ({ outcomes }: ContactDetail) => outcomes.map(({ outcome, cause }) => [outcome, cause]);
  const segmentsOf = ({ recordings }: ContactDetail) => recordings.flatMap(({ segments }) => segments);
  const untilSegments = (count: number) =>
    until('the segments are there', async () => {
      const contact = await site.contactOf(sessionId);
      return contact !== undefined && segmentsOf(contact).length >= count;
    });
  const notedOf = ({ events }: ContactDetail, channel: string) =>
    events.filter((event) => event.channel === channel).map(({ kind }) => kind);
  const foreignPackets = async (): Promise<number> => {
    const [{ count } = { count: 0 }] = await site.operative.database.rows<{ count: number }>(
      `select coalesce(sum((payload ->> 'times')::int), 0)::int as count from outbox
       where type = 'trunk.noticed.v1' and payload ->> 'notice' = 'foreign-packets'`,
    );
    return count;
  };
  /** A call of these voices after the customer's yes; whatever they say from then on is to be kept. */
  const goesOn = async (parties: Parameters<RoamingClient['invite']>[0] = ['customer', 'agent']) => {
    expect(await client.invite(parties)).toBe(200);
    return yes(parties.length);
  };
  const yes = async (streams: number) => {
    expect(await client.speakUntil(client.info('1'))).toBe(200);
    await client.speakUntil(untilSegments(streams));
    const from = client.voices.map(({ said }) => said.length);
    const voices = [...client.voices];
    return { voices, owedOf: (voice: Voice) => voice.said.slice(from[voice.position] ?? 0) };
  };
  /** The voices of which something that is owed does not stand in what was kept, and what that is. */
  const lacking = (kept: Record<Party, Buffer>, voices: readonly Voice[], owedOf: (voice: Voice) => readonly Buffer[]) =>
    voices
      .map((voice) => ({ position: voice.position, missing: missingFrom(kept[voice.party], owedOf(voice)) }))
      .filter(({ missing }) => missing.length > 0);
  const octetsOf = async (contact: ContactDetail) => ({
    customer: await site.octetsOf(contact, 'customer'),
    agent: await site.octetsOf(contact, 'agent'),
  });

  describe('whose client offers', () => {
    it.each([
      ['other ports', '127.0.0.1'],
      ['another machine', '127.0.0.3'],
    ])('%s is recorded on from there, and lacks nothing', async (_what, address) => {
      const { voices, owedOf } = await goesOn();
      expect(await client.speakUntil(client.move(address))).toBe(200);
      await client.speak(30);
      await client.bye();
      const contact = await site.closedContact(sessionId);
      const kept = await octetsOf(contact);
      expect(outcomeOf(contact)).toEqual([['kept', null]]);
      expect(lacking(kept, voices, owedOf)).toEqual([]);
      expect(contact.recordings[0]!.gaps).toEqual([]);
    });

    it('a stream more is recorded on, with the new one from its beginning', async () => {
      const { voices, owedOf } = await goesOn();
      expect(await client.speakUntil(client.add('agent'))).toBe(200);
      const added = client.voices[2]!;
      await client.speakUntil(untilSegments(3));
      await client.bye();
      const contact = await site.closedContact(sessionId);
      const kept = await octetsOf(contact);
      expect(outcomeOf(contact)).toEqual([['kept', null]]);
      expect(lacking(kept, [...voices, added], owedOf)).toEqual([]);
      expect(added.said.length).toBeGreaterThan(0);
    });

    it('a stream less is recorded on, with what the lost one had said, and says that it is offered no more', async () => {
      const { voices, owedOf } = await goesOn();
      const [customer, agent] = [voices[0]!, voices[1]!];
      await client.speak(10);
      await client.heard();
      const before = owedOf(agent);
      expect(await client.speakUntil(client.drop(agent))).toBe(200);
      await client.speak(30);
      await client.bye();
      const contact = await site.closedContact(sessionId);
      const kept = await octetsOf(contact);
      expect(outcomeOf(contact)).toEqual([['kept', null]]);
      expect(missingFrom(kept.agent, before)).toEqual([]);
      expect(missingFrom(kept.customer, owedOf(customer))).toEqual([]);
      expect(owedOf(customer).length).toBeGreaterThanOrEqual(before.length + 30);
      expect(contact.recordings[0]!.gaps).toMatchObject([{ channel: 'agent', reason: 'not-offered' }]);
      expect(segmentsOf(contact).map(({ state }) => state)).toEqual(['closed', 'closed']);
    });
  });

  describe('into which strangers speak, before and after its own first packet,', () => {
    it('keeps no sample of theirs and every one of its own, and counts what they sent', async () => {
      expect(await client.invite()).toBe(200);
      const [elsewhere, otherPort] = [await mouthAt('127.0.0.9'), await mouthAt()];
      let sent = 0;
      client.beside = () => {
        for (const { aim } of client.voices) {
          strange(elsewhere, aim, sent);
          strange(otherPort, aim, sent, { payloadType: notAgreed });
          sent += 2;
        }
      };
      for (const voice of client.voices) voice.isSilent = true;
      await client.speak(70);
      for (const voice of client.voices) voice.isSilent = false;
      await client.speak(10);
      const { voices, owedOf } = await yes(2);
      await client.speak(20);
      await client.bye();
      for (const mouth of [elsewhere, otherPort]) mouth.close();
      const contact = await site.closedContact(sessionId);
      const kept = await octetsOf(contact);
      expect(outcomeOf(contact)).toEqual([['kept', null]]);
      expect(lacking(kept, voices, owedOf)).toEqual([]);
      for (const voice of voices) {
        expect(kept[voice.party].includes(Buffer.alloc(8, strangeOctet))).toBe(false);
        expect(notedOf(contact, voice.party)).toEqual(
          expect.arrayContaining(['stream.foreign-packets', 'alarm.foreign-packets.raised']),
        );
      }
      expect(contact.events.map(({ kind }) => kind)).not.toContain('stream.source-moved');
      expect(contact.events.map(({ kind }) => kind)).not.toContain('stream.other-payload');
      // A busy system may throw a few of so many datagrams away.
      await until('they are counted of the trunk', async () => (await foreignPackets()) > 0.9 * sent);
    });
  });

  it('of which one party sends nothing after the key names that party, while it runs and in its outcome', async () => {
    const never = new RoamingClient(site.recorder.port!, randomUUID());
    const runs = [
      { call: client, id: sessionId, alarm: 'stopped-coming', first: 10 },
      { call: never, id: never.sessionId, alarm: 'silent-party', first: 0 },
    ];
    await Promise.all(
      runs.map(async ({ call, id, alarm, first }) => {
        await call.invite();
        const customer = call.voices[0]!;
        customer.isSilent = first === 0;
        await call.speak(10);
        customer.isSilent = true;
        await call.speakUntil(call.info('1'));
        const raised = until('the alarm is raised', async () => {
          const contact = await site.contactOf(id);
          return contact && notedOf(contact, 'customer').includes(`alarm.${alarm}.raised`);
        });
        await call.speakUntil(raised);
        await call.bye();
        const contact = await site.closedContact(id);
        expect(outcomeOf(contact)).toEqual([['kept-with-gaps', null]]);
        expect(contact.measures).toMatchObject([
          { channel: 'customer', keptMs: 0, missingOursMs: 0, mainCause: 'nothing-came' },
          { channel: 'agent', missingOursMs: 0, missingTheirsMs: 0, mainCause: null },
        ]);
        expect(contact.recordings[0]!.gaps).toMatchObject([{ channel: 'customer', reason: 'lost', cause: 'nothing-came' }]);
      }),
    );
  });

  describe('whose keys come by SIP INFO', () => {
    it('is kept from the yes on, and nothing of it before', async () => {
      await client.invite();
      await client.speak(10);
      expect((await site.contactOf(sessionId))?.recordings ?? []).toEqual([]);
      const before = client.voices.map(({ said }) => [...said]);
      const { voices, owedOf } = await yes(2);
      await client.bye();
      const contact = await site.closedContact(sessionId);
      const kept = await octetsOf(contact);
      expect(outcomeOf(contact)).toEqual([['kept', null]]);
      expect(contact.consents).toMatchObject([{ state: 'asked' }, { state: 'given', evidenceKind: 'digit' }]);
      expect(lacking(kept, voices, owedOf)).toEqual([]);
      for (const voice of voices) {
        const early = before[voice.position]!;
        expect(missingFrom(kept[voice.party], early.slice(0, -1))).toHaveLength(early.length - 1);
      }
    });

    it.each([
      ['once where the media told the same press before', ['media', 'info'], 'kept'],
      ['once where the media tell the same press after', ['info', 'media'], 'kept'],
      ['twice where INFO tells two presses', ['info', 'info'], 'withdrawn'],
      ['twice where the media tell two presses', ['media', 'media'], 'withdrawn'],
    ] as const)('hears a key %s', async (_what, ways, outcome) => {
      const { voices } = await goesOn();
      for (const way of ways) {
        if (way === 'info') await client.speakUntil(client.info('9'));
        else voices[0]!.press('9');
        await client.speak(8);
        await client.heard();
      }
      await client.bye();
      expect(outcomeOf(await site.closedContact(sessionId))).toEqual([[outcome, null]]);
    });
  });

  describe('whose timestamps jump while sequence and arrival go on', () => {
    const hours = 3600 * 8000;

    it.each([
      ['on one side, forward', [10 * hours, 0], ['customer']],
      ['on one side, back', [0, -hours], ['agent']],
      ['on both, apart', [hours, -hours], ['customer', 'agent']],
    ] as const)('%s, keeps both on one time axis and notes it', async (_what, jumps, jumped) => {
      const { voices, owedOf } = await goesOn();
      await client.speak(10);
      for (const voice of voices) voice.jump(jumps[voice.position] ?? 0);
      const from = voices.map((voice) => owedOf(voice).length);
      await client.speak(25);
      await client.bye();
      const contact = await site.closedContact(sessionId);
      const kept = await octetsOf(contact);
      expect(outcomeOf(contact)).toEqual([['kept', null]]);
      expect(segmentsOf(contact)).toHaveLength(2);
      const places = voices.map((voice) => {
        const { startMs } = segmentsOf(contact).find(({ channel }) => channel === voice.party)!;
        const after = owedOf(voice).slice(from[voice.position]);
        return after.map((payload) => startMs + kept[voice.party].lastIndexOf(payload.subarray(0, 150)) / 8);
      });
      expect(lacking(kept, voices, owedOf)).toEqual([]);
      expect(places[0]!.length).toBeGreaterThanOrEqual(25);
      for (const [at, place] of places[0]!.entries()) expect(Math.abs(place - places[1]![at]!)).toBeLessThan(100);
      const noted = contact.events.filter(({ kind }) => kind === 'stream.clock-jumped').map(({ channel }) => channel);
      expect(noted.sort()).toEqual([...jumped].sort());
    });
  });

  it('of three streams keeps all three, and tells whose they are', async () => {
    const { voices, owedOf } = await goesOn(['customer', 'agent', 'agent']);
    await client.speak(20);
    await client.bye();
    const contact = await site.closedContact(sessionId);
    const kept = await octetsOf(contact);
    expect(outcomeOf(contact)).toEqual([['kept', null]]);
    expect(lacking(kept, voices, owedOf)).toEqual([]);
    expect(segmentsOf(contact).map(({ channel, number }) => [channel, number])).toEqual([
      ['agent', 1],
      ['agent', 2],
      ['customer', 1],
    ]);
    expect(contact.parties.map(({ role, label }) => `${role} ${label ?? ''}`).sort()).toEqual([
      'agent 2',
      'agent 3',
      'customer 1',
    ]);
  });

  describe('that nobody ends', () => {
    beforeAll(async () => {
      await site.recorder.stop();
      await site.startRecorder({ silence: { askAfterMs: 1000, askPausedAfterMs: 60_000, endAfterMs: 3000 } });
    });

    it('ends when its client is asked and knows it no more', async () => {
      const peer = await new RawPeer().open(site.recorder.port!);
      peer.invite({ headers: ['Require: siprec', `Session-ID: ${sessionId}`] });
      const tag = tagOf(await peer.next(/^SIP\/2\.0 200/));
      peer.request({ method: 'ACK', tag });
      peer.respond(await peer.next(/^OPTIONS /), '481 Call/Transaction Does Not Exist');
      const contact = await site.closedContact(sessionId);
      expect(contact).toMatchObject({ endReason: 'gone', outcomes: [{ outcome: 'unanswered' }] });
      peer.close();
    });

    it('ends by a good-bye after a long silence, with what was kept until then, though its client says that it stands', async () => {
      const { voices, owedOf } = await goesOn();
      const contact = await site.closedContact(sessionId);
      const kept = await octetsOf(contact);
      expect(contact.endReason).toBe('no-media');
      expect(outcomeOf(contact)).toEqual([['kept-with-gaps', null]]);
      expect(lacking(kept, voices, owedOf)).toEqual([]);
      expect(client.isSaidGoodBye).toBe(true);
    });
  });
});

describe('a journal', () => {
  it('is of one recorder: a second one does not start on it, and says why, until the first has stopped', async () => {
    const site = await RecorderSite.make();
    await site.configure();
    const first = await site.startRecorder({ lock: lockFolder });
    const refused = await site.startRecorder({ lock: lockFolder }).catch((failure: unknown) => failure);
    expect(isVoxkeepError(refused, 'recorder.journal-in-use')).toBe(true);
    expect(first.port).toBeGreaterThan(0);
    await first.stop();
    const second = await site.startRecorder({ lock: lockFolder });
    expect(second.port).toBeGreaterThan(0);
    await site.close();
  });
});
