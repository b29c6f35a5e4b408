import type { http } from '@voxkeep/contracts';
import type { TestStream } from '../../apps/recorder/src/test-call/place-test-call.js';
import type { Party } from '../../apps/recorder/src/test-call/test-audio.js';
import { MIXED, RawPeer } from '../../apps/recorder/src/sip/raw-peer.fixture.js';
import { TORTURE, mutationsOf, wholeInvite } from '../../apps/recorder/src/sip/torture.fixture.js';
import { TestAppliance } from '../support/appliance.js';
import { closedContact, contactOf, heard } from '../support/calls.js';
import {
  octetsOf,
  sendStreams,
  slotOf,
  slotsThatMayBegin,
  mostLeftOut,
  standsAsSent,
  type MediaOptions,
  type SentStreams,
} from '../support/rtp-sender.js';
import { SippCall, hasSipp } from '../support/sipp.js';
import { furnish, type Site } from '../support/site.js';
import { askOptions } from '../support/sip-probe.js';
import { until } from '../support/until.js';
import { octetsBelow } from '../support/vault.js';
import { readStereo } from '../support/wav.js';

const talkMs = 4000;
const keyAtMs = 1500;
/** In which a key counts: long beside a stall of the machine, over before the late key. */
const windowMs = 20_000;

(hasSipp ? describe : describe.skip)('a call that SIPp signals, with two G.711 streams', () => {
  let appliance: TestAppliance;
  let site: Site;

  beforeAll(async () => {
    appliance = await TestAppliance.start();
    site = await furnish(appliance, { askedBeforeSeconds: windowMs / 1000 });
  });
  afterAll(async () => {
    site.close();
    await appliance.end();
  });

  const place = async (media: MediaOptions, scenario = 'basic', system: 'sip-session-id' | 'call-id' = 'sip-session-id') => {
    const sipp = await SippCall.place({ scenario, port: appliance.ports.sip });
    try {
      const sent = await sendStreams(await sipp.answeredPorts(), media);
      await sipp.hangUp();
      const wentAsWritten = (await sipp.ended()) === 0;
      return { sent, wentAsWritten, contact: await closedContact(site, await contactOf(appliance, sipp.callId, system)) };
    } finally {
      sipp.forget();
    }
  };

  describe('without a yes of the customer', () => {
    const key = (pressed: string, on: 'customer' | 'agent', at: number) => ({ key: pressed, on, afterMs: at });
    const calls = {
      silent: { seed: 1, durationMs: talkMs },
      agentsKey: { seed: 2, durationMs: talkMs, digits: [key('1', 'agent', keyAtMs)] },
      lateKey: { seed: 3, durationMs: windowMs + 2000, digits: [key('1', 'customer', windowMs + 1000)] },
      refused: { seed: 4, durationMs: talkMs, digits: [key('2', 'customer', keyAtMs), key('1', 'customer', keyAtMs + 1000)] },
    };
    let placed: Record<keyof typeof calls, Awaited<ReturnType<typeof place>>>;

    beforeAll(async () => {
      const entries = Object.entries(calls).map(async ([name, media]) => [name, await place(media)] as const);
      placed = Object.fromEntries(await Promise.all(entries)) as typeof placed;
    });

    it('leaves no octet in the vault', () => {
      expect(octetsBelow(appliance.vault)).toBe(0);
      expect(Object.values(placed).flatMap(({ contact }) => contact.recordings)).toEqual([]);
    });

    it('goes on to its end as SIP has it', () => {
      expect(Object.values(placed).map(({ wentAsWritten }) => wentAsWritten)).toEqual([true, true, true, true]);
    });

    it.each([
      ['“unanswered” when nobody pressed a key', 'silent', 'unanswered'],
      ['“unanswered” when the key came from the agent’s stream', 'agentsKey', 'unanswered'],
      ['“unanswered” when the customer’s key came after the window', 'lateKey', 'unanswered'],
      ['“refused” when the customer pressed 2, and a later 1 changes nothing', 'refused', 'refused'],
    ] as const)('has the outcome %s', (_when, name, outcome) => {
      expect(placed[name].contact.outcomes).toEqual([expect.objectContaining({ part: 'agent', outcome, cause: null })]);
    });
  });

  describe('whose customer presses 1', () => {
    let sent: SentStreams;
    let kept: Awaited<ReturnType<typeof place>>['contact'];
    let grown: number;
    let wav: Buffer;

    beforeAll(async () => {
      const before = octetsBelow(appliance.vault);
      const digits = [{ key: '1', on: 'customer', afterMs: keyAtMs }] as const;
      ({ sent, contact: kept } = await place({ seed: 5, durationMs: talkMs, digits }));
      grown = octetsBelow(appliance.vault) - before;
      wav = (await heard(site, kept.recordingId ?? '')).wav;
    });

    it('has an outcome of what is kept, the consent with its wording, and sealed octets in the vault', () => {
      expect(kept.outcomes).toEqual([
        expect.objectContaining({ part: 'agent', outcome: expect.stringMatching(/^kept/) as string, cause: null }),
      ]);
      expect(kept.consents.map(({ state, wordingVersion, evidence }) => [state, wordingVersion, evidence])).toEqual([
        ['asked', 'en-1', 'announced'],
        ['given', 'en-1', 'digit'],
      ]);
      const keptMs = kept.recordings[0]?.segments.reduce((sum, { durationMs }) => sum + durationMs, 0) ?? 0;
      expect(keptMs).toBeGreaterThan(0);
      expect(grown).toBeGreaterThanOrEqual(keptMs * 8);
    });

    it.each(['customer', 'agent'] as const)('is heard bit for bit from the first packet after the grant on: %s', (party) => {
      const { rate, [party]: samples } = readStereo(wav);
      const heardFrom = Math.round((startOf(kept, party) * rate) / 1000);
      const segments = kept.recordings[0]?.segments.filter(({ channel }) => channel === party) ?? [];
      const length = Math.round((segments.reduce((sum, { durationMs }) => sum + durationMs, 0) * rate) / 1000);
      expect(length).toBeGreaterThan(0);
      const stands = (slot: number) => standsAsSent(samples, heardFrom, length, sent[party], slot);
      const first = slotsThatMayBegin(sent, party, kept).find(stands) ?? Infinity;
      expect(first).toBeLessThan(Infinity);
      expect(length).toBeGreaterThanOrEqual(octetsFrom(sent[party], first).length - (party === 'agent' ? mostLeftOut : 0));
      expect(samples.subarray(heardFrom + length).every((sample) => sample === 0)).toBe(true);
    });

    it('holds nothing before the grant', () => {
      const stereo = readStereo(wav);
      for (const party of ['customer', 'agent'] as const) {
        const before = stereo[party].subarray(0, Math.round(startOf(kept, party) * 8));
        expect(before.every((sample) => sample === 0)).toBe(true);
      }
    });

    it('answers a range with exactly these bytes of the file', async () => {
      const { listening } = await heard(site, kept.recordingId ?? '');
      const part = await site.supervisor.client.get(listening.audioUrl.replace(/^\/api\//, ''), { range: 'bytes=30001-41234' });
      expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 30001-41234/${wav.length}`]);
      expect(part.bytes.equals(wav.subarray(30_001, 41_235))).toBe(true);
    });

    it('cannot be heard by whoever administers the site', async () => {
      const refused = await site.admin.client.post(`operations/recordings/${kept.recordingId}/listening`, {
        purpose: { code: 'quality-check' },
      });
      expect(refused.status).toBeGreaterThanOrEqual(403);
    });

    it('can be heard by the agent who was on it, and not by someone who was not', async () => {
      const path = `operations/recordings/${kept.recordingId}/listening`;
      const answers = await Promise.all(
        [site.agent, site.dpo].map(({ client }) => client.post(path, { purpose: { code: 'self' } })),
      );
      expect(answers.map(({ status }) => status < 300)).toEqual([true, false]);
    });
  });

  it('is refused with 403 and counted when no trunk names its source', async () => {
    const before = await counter('unknownSource');
    const sipp = await SippCall.place({ scenario: 'unknown-source', port: appliance.ports.sip, from: '127.0.0.2' });
    expect([await sipp.ended(), sipp.finalStatus]).toEqual([0, 403]);
    sipp.forget();
    expect(await counter('unknownSource')).toBeGreaterThan(before);
  });

  it.each([
    ['an ordinary call, without SIPREC', 'not-siprec'],
    ['a body in which no part can be found', 'malformed-body'],
  ])('is refused with 488 when it is %s', async (_what, scenario) => {
    const sipp = await SippCall.place({ scenario, port: appliance.ports.sip });
    expect([await sipp.ended(), sipp.finalStatus]).toEqual([0, 488]);
    sipp.forget();
  });

  it('is recorded and flagged when its metadata are broken', async () => {
    const { contact, wentAsWritten } = await place({ seed: 6, durationMs: 1500 }, 'malformed-metadata', 'call-id');
    expect([wentAsWritten, contact.outcome, contact.outcomes.map(({ cause }) => cause)]).toEqual([true, 'failed', ['metadata']]);
    expect(contact.events.map(({ kind }) => kind)).toContainEqual(expect.stringMatching(/^metadata\./));
  });

  it('is still answered, by the same program, after everything that was malformed and after torture', async () => {
    const before = appliance.pidOf('recorder');
    const peer = await new RawPeer().open(appliance.ports.sip);
    for (const [, textOf] of TORTURE) peer.send(textOf(peer.port));
    for (const text of mutationsOf(wholeInvite(peer.port, MIXED), 300, 11)) peer.send(text);
    await until('the recorder answers', async () => (await askOptions(appliance.ports.sip)) === 200);
    peer.close();
    expect(appliance.pidOf('recorder')).toBe(before);
    expect([await counter('handlerErrors'), await counter('workErrors')]).toEqual([0, 0]);
  });

  const counter = async (name: string): Promise<number> =>
    Number((await appliance.askProgram('recorder', '/api/recorder/counters')).body[name]);
});

const startOf = (contact: http.ContactDetail, party: Party): number =>
  contact.recordings[0]?.segments.find(({ channel }) => channel === party)?.startMs ?? NaN;

const octetsFrom = (stream: TestStream, slot: number): Uint8Array => octetsOf(stream, (packet) => slotOf(stream, packet) >= slot);
