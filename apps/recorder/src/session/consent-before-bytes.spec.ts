import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { isGranted, type PartPolicy } from '@voxkeep/consent';
import { KeyRing } from '@voxkeep/keyring';
import { diagnostics } from '@voxkeep/platform';
import { measureChannels, type CallFact } from '@voxkeep/recording';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { PortPool } from '../media/rtp-port.js';
import { readRecords } from '../media/journal-index.js';
import { speech, Workplace } from '../media/media.fixture.js';
import { TrunkTally } from './admission/trunk-tally.js';
import { CallLog } from './books/call-log.js';
import { ConsentDesk } from './consent/consent-desk.js';
import { decideOutcome } from './ending/decide-outcome.js';
import { KeptRecording } from './media-binding/kept-recording.js';
import { trackEvents } from './media-binding/track-events.js';
import { Track } from './media-binding/track.js';
import type { SessionRoom } from './session-room.js';
import { silenceLimits } from './silence-watch.js';

/** 200 unless a longer run is asked for. */
const runs = Number(process.env['PROPERTY_RUNS'] ?? 200);

/** What may happen in a call whose customer can be asked, answer by key, withdraw and be held. */
type Step = (typeof weighted)[number];
const weighted = [
  ...['speech', 'speech', 'speech', 'speech', 'speech', 'speech', 'loss', 'quiet', 'quiet', 'noise', 'ask', 'key 1', 'key 1'],
  ...['key 2', 'agent 1', 'withdraw', 'hold', 'resume', 'resume', 'half-second', 'half-second'],
] as const;
/** Many calls begin with a yes, as they do at a site; the others are as they come. */
const beginnings: readonly (readonly Step[])[] = [[], ['ask', 'key 1'], ['speech', 'ask', 'key 1', 'speech']];
const steps = fc
  .tuple(fc.constantFrom(...beginnings), fc.array(fc.constantFrom(...weighted), { maxLength: 18 }))
  .map(([first, then]) => [...first, ...then]);

const contactId = '0198a000-0000-7000-8000-000000000001';
const recordingId = '5b2c7b2e-0000-4000-8000-000000000009';
const owners = { customerOwner: '7a0c7b2e-0000-4000-8000-000000000001', agentOwner: '7a0c7b2e-0000-4000-8000-000000000002' };
const trunkId = '7a0c7b2e-0000-4000-8000-000000000003';

/**
 * Counts by itself, from what was sent and when and never from facts, how much was due and how much of it came. A sender that does not
 * send while it has nothing to say is whole as long as no number of its packets is passed over.
 */
class Recount {
  readonly kept: Buffer[] = [];
  /** Every stretch so far lacks no more than its edges. */
  isWhole = true;
  /** What the stretch under way lacks. */
  #missingMs = 0;
  #wantedFrom: number | undefined;
  #isFresh = false;
  #until: number | undefined;
  #everSpoke = false;
  #saidNothing = false;
  /** Lost since it was wanted, before anything came. */
  #lostMs = 0;

  /** What the sender did between two moments, told to us at the second one. */
  came(fromMs: number, toMs: number, what: 'audio' | 'quiet' | 'missing', octets: Buffer): void {
    if (what === 'audio') [this.#everSpoke, this.#saidNothing] = [true, false];
    if (this.#wantedFrom === undefined) return;
    const start = Math.max(fromMs, this.#wantedFrom);
    if (this.#until === undefined && what === 'missing') this.#lostMs += toMs - fromMs;
    if (this.#until === undefined && (what === 'missing' || toMs - start < 20)) return;
    if (this.#until === undefined) this.#begun(start - this.#wantedFrom);
    if (what === 'missing') this.#missingMs += toMs - fromMs;
    this.kept.push(octets.subarray(octets.length - (toMs - start) * 8));
    this.#until = toMs;
  }

  #begun(leadMs: number): void {
    const lostMs = Math.min(leadMs, this.#lostMs);
    this.#missed(leadMs - lostMs, this.#isFresh ? 3000 : 100);
    this.#missingMs += lostMs;
  }

  /** The sender said that it says nothing. */
  noise(): void {
    this.#saidNothing = true;
  }

  want(atMs: number, wanted: boolean, fresh: boolean): void {
    if (wanted === (this.#wantedFrom !== undefined)) return;
    if (wanted) this.#isFresh = fresh || !this.#everSpoke;
    else if (!this.#saidNothing && this.#wantedFrom !== undefined)
      this.#missed(atMs - (this.#until ?? this.#wantedFrom), this.#until === undefined ? 100 : 1000);
    this.isWhole &&= this.#missingMs <= 100;
    this.#missingMs = 0;
    this.#wantedFrom = wanted ? atMs : undefined;
    this.#lostMs = 0;
    this.#until = undefined;
  }

  #missed(ms: number, admittedMs: number): void {
    if (ms > admittedMs) this.#missingMs += ms;
  }
}

/** One customer's channel with its consent, its facts, and its journal and vault on a disk. */
class Call {
  wasGranted = false;
  readonly recount = new Recount();
  readonly log: CallLog;
  readonly #consent: ConsentDesk;
  readonly #recording: KeptRecording;
  readonly #track: Track;
  #held = false;
  #said = 0;
  #nowMs = 20;
  /** Until when the sender's packets told what it did. */
  #toldMs = 20;

  constructor(
    private readonly place: Workplace,
    room: SessionRoom,
    private readonly seed: number,
  ) {
    const policy: PartPolicy = {
      ...{ contactId, purpose: 'quality-check', mode: 'only-with-consent', channels: ['customer'], startedAt: 0 },
      keys: { acceptKey: '1', rejectKey: '2', withdrawalSequence: null, windowSeconds: 3600, retries: 5 },
      askedBeforeSeconds: null,
    };
    const keys = new KeyRing([
      { ownerId: owners.customerOwner, ownerClass: 'contact-customer', epoch: 1, domain: 'media', key: place.ownerKey },
    ]);
    const nobody = { number: null, attribution: 'none' } as const;
    const call = { at: 0, contactId, found: null, keys: [], trunkId, queueId: null };
    const session = { kind: 'session', ...call, ...owners, ...nobody } as const;
    const contact = {
      id: contactId,
      startedMs: 0,
      queueId: null,
      ...owners,
      keys,
      keepsAddresses: true,
      attached: false,
      underway: { companions: () => [], standsIn: () => undefined, leave: () => undefined },
      session,
    };
    const clocked = { ...room, wallMs: () => Math.round(this.#nowMs) };
    const ownerKey = () => place.ownerKey;
    const owner = owners.customerOwner;
    this.log = new CallLog({ recordingId, owner, ownerKey }, room.stores.journal, () => undefined);
    this.log.write(session);
    this.#consent = new ConsentDesk(clocked, policy, 'en-3', this.log);
    const elapsedMs = (moment = this.#nowMs) => moment;
    this.#recording = new KeptRecording(clocked, contact, this.log, { elapsedMs, readMs: () => this.#nowMs });
    const ears = { mediaDigit: () => undefined, notice: () => undefined };
    this.#track = new Track({ index: 0, channel: 'customer', codec: 'pcma', elapsedMs }, trackEvents(this.#recording, ears));
    this.#consent.onChange((decision) => {
      if (!isGranted(decision)) {
        if (this.#recording.isActive) this.#recording.stop([this.#track], 'consent-withdrawn', 'keep');
        this.recount.want(this.#nowMs, false, false);
        return;
      }
      this.wasGranted = true;
      this.#recording.start(decision, [this.#track], false);
      if (this.#held) this.#recording.pause([this.#track], 'hold', [this.#track]);
      else this.recount.want(this.#nowMs, true, false);
    });
  }

  get facts(): readonly CallFact[] {
    return this.log.facts;
  }

  async meets(step: Step): Promise<void> {
    const by = { id: null, by: 'ivr' as const };
    const play: Readonly<Record<Step, () => unknown>> = {
      speech: () => {
        for (let packet = 0; packet < 5; packet += 1) this.#speaks();
      },
      loss: () => {
        this.#toldUntilNow('quiet');
        this.#nowMs += 160;
        this.#toldUntilNow('missing', 8);
        this.#speaks();
      },
      quiet: () => {
        this.#nowMs += 400;
      },
      noise: () => {
        this.#toldUntilNow('quiet');
        this.#track.onPacket(this.#nowMs, 0, true, 0);
        this.recount.noise();
      },
      ask: () => this.#consent.asked(by, null),
      'key 1': () => this.#consent.digit('customer', '1'),
      'key 2': () => this.#consent.digit('customer', '2'),
      'agent 1': () => this.#consent.digit('agent', '1'),
      withdraw: () => this.#consent.withdrawn(by),
      hold: () => {
        this.#hold(true);
      },
      resume: () => {
        this.#hold(false);
      },
      'half-second': () => {
        this.place.clock.advance(500);
      },
    };
    await play[step]();
    await new Promise(setImmediate);
  }

  /** Answers the outcome that the product comes to. */
  async end(): Promise<ReturnType<typeof decideOutcome>> {
    const { decision, wasGranted } = this.#consent;
    this.recount.want(this.#nowMs, false, false);
    await this.#recording.finish([this.#track], { atMs: this.#nowMs, readMs: this.#nowMs });
    this.#consent.close();
    const measured = measureChannels(this.facts, this.#nowMs);
    const { keptOctets, vaultFailed } = this.#recording;
    return decideOutcome({ decision, wasGranted, keptOctets, vaultFailed, measured, allHeld: this.#held });
  }

  #hold(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    if (held) this.#recording.pause([this.#track], 'hold', [this.#track]);
    else this.#recording.resume(this.#track);
    this.recount.want(this.#nowMs, !held && isGranted(this.#consent.decision), true);
  }

  #speaks(): void {
    this.#toldUntilNow('quiet');
    this.#nowMs += 20;
    this.#track.onPacket(this.#nowMs, 0, false, 0);
    this.#toldUntilNow('audio');
  }

  /** A packet tells what has happened since the one before it; what begins with an octet is due 20 ms after that was said. */
  #toldUntilNow(what: 'audio' | 'quiet' | 'missing', lost = 0): void {
    if (lost > 0) this.#track.onPacket(this.#nowMs, 0, false, lost);
    const [fromMs, toMs] = [this.#toldMs, this.#nowMs];
    this.#toldMs = toMs;
    if (toMs === fromMs) return;
    const octets = speech((toMs - fromMs) * 8, this.seed * 1000 + this.#said);
    this.#said += 1;
    this.recount.came(fromMs, toMs, what, Buffer.from(octets));
    this.#track.onAudio(octets, what, fromMs + 20);
  }
}

describe('over random calls', () => {
  beforeAll(() => {
    keptLog();
  });
  afterAll(() => {
    diagnostics.replace(undefined);
  });

  it('a session writes no byte before a yes, no frame before its grant, keeps exactly what came under one, and counts as a recount does', async () => {
    let seed = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const place = await Workplace.make({ inMemory: true });
        const room = await roomIn(place);
        try {
          seed += 1;
          const call = new Call(place, room, seed);
          for (const step of script) {
            await call.meets(step);
            if (!call.wasGranted && (await place.everyByte()).length > 0) return false;
          }
          const result = await call.end();
          if (!(await grantsComeFirst(place, call.wasGranted))) return false;
          const played = Buffer.concat(await Promise.all(filesOf(call.facts).map((fileId) => place.openFile(fileId))));
          const { isWhole } = call.recount;
          const outcome = result.outcome === 'kept' ? isWhole : result.outcome !== 'kept-with-gaps' || !isWhole;
          return outcome && played.equals(Buffer.concat(call.recount.kept));
        } finally {
          // A grant without audio may still be on its way to the disk.
          await room.stores.journal.close();
          await place.clear();
        }
      }),
      { numRuns: runs },
    );
  });
});

/** The files of segments, in the order in which they began. */
function filesOf(facts: readonly CallFact[]): readonly string[] {
  const closed = new Set(facts.flatMap((fact) => (fact.kind === 'segment-closed' ? [fact.segmentId] : [])));
  return facts.flatMap((fact) => (fact.kind === 'segment' && closed.has(fact.segmentId) ? [fact.fileId] : []));
}

/** In every journal file a fact stands before the first frame, and at least four facts before it: the call, a question, a yes, its grant. */
async function grantsComeFirst(place: Workplace, wasGranted: boolean): Promise<boolean> {
  const names = await readdir(place.journalFolder);
  for (const name of names) {
    const kinds: string[] = [];
    await readRecords(join(place.journalFolder, name), (records) => {
      kinds.push(...records.map(({ record }) => record.kind));
    });
    const frame = kinds.indexOf('frame');
    if (frame >= 0 && (!wasGranted || kinds.slice(0, frame).filter((kind) => kind === 'fact').length < 4)) return false;
  }
  return true;
}

async function roomIn(place: Workplace): Promise<SessionRoom> {
  const shared = { mediaAddress: '127.0.0.1', recorderId: 'recorder-1', clock: place.clock, wallMs: () => 0 };
  const operative = {} as unknown as SessionRoom['operative'];
  const tally = new TrunkTally({ tell: () => Promise.resolve() }, place.clock, () => 0);
  return {
    operative,
    tally,
    stores: await place.stores(),
    ports: new PortPool(40_000, 40_001),
    silence: silenceLimits,
    ...shared,
  };
}
