import { join } from 'node:path';
import type { http } from '@voxkeep/contracts';
import type { TestCallResult, TestStream } from '../../apps/recorder/src/test-call/place-test-call.js';
import type { Party } from '../../apps/recorder/src/test-call/test-audio.js';
import { judge, type Lie, type Verdict } from '../bench/load/judge.js';
import { placeLoadHere } from '../bench/load/place-load.js';
import type { LoadPlan } from '../bench/load/plan.js';
import type { TestAppliance } from '../support/appliance.js';
import { call, closedContact, contactOf, heard } from '../support/calls.js';
import { describeInFull } from '../support/full-run.js';
import { startFurnished } from '../support/furnished-site.js';
import { holdDown } from '../support/outage.js';
import { slotsThatMayBegin, standsAsSent, type SentStreams } from '../support/rtp-sender.js';
import { askOptions } from '../support/sip-probe.js';
import type { Site } from '../support/site.js';
import { until } from '../support/until.js';
import { filesBelow, octetsBelow } from '../support/vault.js';
import { readStereo } from '../support/wav.js';

const samplesPerMs = 8;
const parties: readonly Party[] = ['customer', 'agent'];

const calls = 12;
/** Calls under way when the databases go; the others come while they are away. */
const before = 6;

/** Where a grant falls between two packets, and sockets are read one after the other. */
const edgeMs = 100;
/** On a machine that lets the sender starve, what it sent late may be told as a gap; what was lost is never called kept. */
const untruths: readonly Lie[] = ['kept-with-loss', 'grant-denied', 'no-outcome'];

interface CutOff {
  readonly kept: { readonly sent: SentStreams; readonly contact: http.ContactDetail; readonly wav: Buffer };
  readonly ungranted: http.ContactDetail;
  readonly files: number;
}

let appliance: TestAppliance;
let site: Site;

beforeAll(async () => {
  ({ appliance, site } = await startFurnished());
});
afterAll(async () => {
  site.close();
  await appliance.end();
});

describe('calls whose databases are away from the middle of them to their end, all with a yes', () => {
  let statuses: readonly number[];
  let verdicts: readonly Verdict[];

  beforeAll(async () => {
    const target = { kind: 'recorder', address: '127.0.0.1', port: appliance.ports.sip, transport: 'udp' } as const;
    const plan: LoadPlan = { target, run: 'main-away', seed: 12, calls, perSecond: 3, keyAfterMs: 1000, talkMs: 6000 };
    const placed = placeLoadHere(plan);
    let areOver = false;
    const over = (): void => {
      areOver = true;
    };
    void placed.then(over, over);
    // A busy machine may refuse more than half: then what was taken decides.
    await until('half of the calls are live', async () => areOver || (await liveSessions()) >= before);
    const comeBack = await holdDown(appliance, 'main');
    const load = await placed;
    await comeBack();
    statuses = load.calls.map(({ status }) => status);
    verdicts = await judge({ appliance, site }, plan.seed, load.calls);
  });

  const liveSessions = async (): Promise<number> =>
    ((await appliance.askProgram('recorder', '/api/recorder/counters')).body as Record<string, number>)['liveSessions'] ?? 0;

  const taken = () => verdicts.filter(({ call }) => call.status === 200);

  it('are taken, or refused at once when the machine has no room for them, and none is left without an answer', () => {
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(taken().length).toBeGreaterThan(0);
  });

  it('lose nothing after the grant, on either channel, beyond the edge of a stretch', () => {
    const lost = taken().flatMap(({ lostByChannel }) => lostByChannel.filter((ms) => ms > edgeMs));
    expect(taken().every(({ sentMs }) => sentMs > 0)).toBe(true);
    expect(lost).toEqual([]);
  });

  it('have each an outcome that is so, once the databases are back', () => {
    const untrue = taken().flatMap(({ lies }) => lies.filter((lie) => untruths.includes(lie)));
    expect(untrue).toEqual([]);
    expect(
      taken()
        .map(({ outcome }) => outcome)
        .filter((outcome) => outcome !== 'kept' && outcome !== 'kept-with-gaps'),
    ).toEqual([]);
  });
});

describe('a recorder that is killed by force in the middle of calls', () => {
  /** One call with consent and one without; the recorder dies at a moment that follows from the seed. */
  const cutOff = async (seed: number): Promise<CutOff> => {
    const leave = new AbortController();
    const filesBefore = filesBelow(appliance.vault).length;
    const journal = join(appliance.data, 'journal');
    const journalled = octetsBelow(journal);
    const common = { durationMs: 600_000, hangUp: false, signal: leave.signal, customer: 'tel:+442079460018' };
    const answered: Promise<void>[] = [];
    const place = (name: string, more: object): Promise<TestCallResult> => {
      let heardYes: () => void = () => undefined;
      answered.push(new Promise<void>((resolve) => (heardYes = resolve)));
      return call(appliance, { ...common, ...more, sessionId: `${name}-${seed}`, seed, onAnswered: heardYes });
    };
    const calls = [place('kept', { digits: [{ key: '1', on: 'customer', afterMs: 500 }] }), place('ungranted', {})];
    await Promise.all(answered);
    const contactIds = [await contactOf(appliance, `kept-${seed}`), await contactOf(appliance, `ungranted-${seed}`)] as const;
    await until('the journal holds what must be kept', () => octetsBelow(journal) - journalled >= octetsBeforeDeath(seed));
    await appliance.killAndAwait('recorder');
    leave.abort();
    const [result] = await Promise.all(calls);
    await until('SIP is answered again', async () => (await askOptions(appliance.ports.sip)) === 200);
    const [contact, ungranted] = [await closedContact(site, contactIds[0]), await closedContact(site, contactIds[1])];
    const { wav } = await heard(site, contact.recordingId ?? '');
    const files = filesBelow(appliance.vault).length - filesBefore;
    return { kept: { sent: streamsOf(result!), contact, wav }, ungranted, files };
  };

  const cutOffAt = (seed: number): void => {
    let seen: CutOff;

    beforeAll(async () => {
      seen = await cutOff(seed);
    });

    it('loses nothing that had come to the disk, and alters nothing of the rest', () => {
      const stereo = readStereo(seen.kept.wav);
      let kept = 0;
      for (const party of parties) {
        const { startMs, durationMs } = segmentOf(seen.kept.contact, party);
        const [from, length] = [startMs * samplesPerMs, durationMs * samplesPerMs];
        const beginnings = slotsThatMayBegin(seen.kept.sent, party, seen.kept.contact);
        const stands = (slot: number) => standsAsSent(stereo[party], from, length, seen.kept.sent[party], slot);
        expect(beginnings.some(stands)).toBe(true);
        kept += length;
      }
      // An octet of G.711 is a sample; facts, and what encloses the frames in the journal, are not audio.
      expect(kept).toBeGreaterThan(octetsBeforeDeath(seed) - notAudio);
    });

    it('leaves a recording that ends as recovered, with its outcome “kept with gaps” and the lost stretch stated', () => {
      const { contact } = seen.kept;
      expect([contact.outcome, contact.recordings.length, contact.recordings[0]?.segments.map(({ state }) => state)]).toEqual([
        'kept-with-gaps',
        1,
        ['recovered', 'recovered'],
      ]);
      for (const party of parties) {
        const { startMs, durationMs } = segmentOf(contact, party);
        const lost = contact.recordings[0]?.gaps.filter(({ channel, reason }) => channel === party && reason === 'lost') ?? [];
        const last = lost.find(({ fromMs }) => fromMs === startMs + durationMs);
        expect(last && last.toMs - last.fromMs).toBeGreaterThan(0);
      }
    });

    it('leaves nothing of the call without consent, and says of it what it would have without the kill', () => {
      expect(seen.ungranted.recordings).toEqual([]);
      expect(seen.ungranted.outcomes).toEqual([expect.objectContaining({ outcome: 'unanswered', cause: null })]);
      expect(seen.files).toBe(2);
    });
  };

  describe.each([11])('at a moment of seed %i', cutOffAt);
  describeInFull.each([12, 13, 14, 15])('at a moment of seed %i', cutOffAt);

  describe('whose keyring does not answer', () => {
    it('starts calls with the keys that were made ahead, then answers 503, and starts calls again when the keyring is back', async () => {
      const ahead = async (): Promise<number> => {
        const { body } = await until('the recorder says what it counts', async () => {
          const answer = await appliance.askProgram('recorder', '/api/recorder/counters');
          return answer.status === 200 ? answer : undefined;
        });
        return Number(body['ownersAhead']);
      };
      await until('keys are made ahead', async () => (await ahead()) >= 200);
      process.kill(appliance.pidOf('keyring'), 'SIGSTOP');
      const statuses: (number | undefined)[] = [];
      let atStop: number;
      try {
        atStop = await ahead();
        while ((await ahead()) > 0) statuses.push(...(await Promise.all(Array.from({ length: 20 }, brief))));
        await until('calls are refused', async () => (await brief()) === 503);
      } finally {
        process.kill(appliance.pidOf('keyring'), 'SIGCONT');
      }
      // A call whose answer was lost on the way has used its key.
      expect(statuses.filter((status) => status === 200 || status === undefined).length).toBeGreaterThanOrEqual(atStop);
      expect(statuses.filter((status) => status !== 200 && status !== 503 && status !== undefined)).toEqual([]);
      expect(statuses).toContain(200);
      await until('calls are taken again', async () => (await brief()) === 200);
    });

    let placed = 0;
    /** Status of the answer to a call that is hung up at once; undefined when none came. */
    const brief = async (): Promise<number | undefined> => {
      placed += 1;
      const common = { customer: 'tel:+442079460018', seed: 1, durationMs: 0 };
      return (await call(appliance, { ...common, sessionId: `keyring-${placed}` })).status;
    };
  });
});

/** Octets of the facts of two calls and of what encloses their frames, at most. */
const notAudio = 8000;
/** Octets that the journal has grown by when the recorder dies: of one to four seconds of both parties. */
const octetsBeforeDeath = (seed: number): number => 16_000 + ((Math.imul(seed, 0x9e3779b1) >>> 0) % 48_000);

function streamsOf({ streams }: TestCallResult): SentStreams {
  return Object.fromEntries(streams.map((stream) => [stream.party, stream])) as unknown as Record<Party, TestStream>;
}

function segmentOf(contact: http.ContactDetail, party: Party): { readonly startMs: number; readonly durationMs: number } {
  const found = contact.recordings[0]?.segments.find(({ channel }) => channel === party);
  if (!found) throw new Error(`There is no segment of the ${party}.`);
  return found;
}
