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
  ...['speech', 'speech', 'speech', 'speech', 'speech', 'speech', 'loss', 'quiet', 'silence', 'ask', 'key 1', 'key 1', 'key 2'],
  ...['agent 1', 'withdraw', 'hold', 'resume', 'resume', 'half-second', 'half-second'],
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

/** Counts by itself, from what happened and never from facts, how much was due and how much of it came. */
class Recount {
  kept: Buffer[] = [];
  #wanted = false;
  #begun = false;
  #dueMs = 0;
  #cameMs = 0;
  #tailMs = 0;
  #heardBefore = false;
  #leadMs = 0;
  missingMs = 0;

  /** Time passed in which something, or nothing, came. */
  passes(ms: number, what: 'audio' | 'quiet' | 'missing' | 'nothing', octets?: Buffer): void {
    if (this.#wanted) this.#count(ms, what, octets);
    if (what === 'audio') this.#heardBefore = true;
  }

  want(wanted: boolean, fresh: boolean): void {
    if (wanted === this.#wanted) return;
    if (!wanted) this.#close();
    this.#wanted = wanted;
    this.#begun = false;
    [this.#dueMs, this.#cameMs, this.#tailMs, this.#leadMs] = [0, 0, 0, 0];
    if (wanted) this.#fresh = fresh || !this.#heardBefore;
  }
  #fresh = true;

  #count(ms: number, what: 'audio' | 'quiet' | 'missing' | 'nothing', octets?: Buffer): void {
    if (!this.#begun && what !== 'audio') {
      this.#leadMs += ms;
      return;
    }
    if (!this.#begun) this.#begin();
    if (what === 'nothing') {
      this.#tailMs += ms;
      return;
    }
    // The segment's own clock counts octets: silence that nobody sent is made good by nothing, what follows stands right behind.
    this.#dueMs += ms;
    if (octets) this.kept.push(octets);
    if (what !== 'missing') this.#cameMs += ms;
  }

  #begin(): void {
    this.#begun = true;
    if (!(this.#fresh && this.#leadMs <= 3000)) this.#dueMs += this.#leadMs;
    this.#leadMs = 0;
  }

  #close(): void {
    if (!this.#begun && this.#leadMs > 100) this.missingMs += this.#leadMs;
    if (!this.#begun) return;
    const due = this.#dueMs + (this.#tailMs > 250 ? this.#tailMs : 0);
    if (due - this.#cameMs > 0) this.missingMs += due - this.#cameMs;
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
  #nowMs = 1;

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
      session,
    };
    const clocked = { ...room, wallMs: () => Math.round(this.#nowMs) };
    const ownerKey = () => place.ownerKey;
    const owner = owners.customerOwner;
    this.log = new CallLog({ recordingId, owner, ownerKey }, room.stores.journal, () => undefined);
    this.log.write(session);
    this.#consent = new ConsentDesk(clocked, policy, 'en-3', this.log);
    const elapsedMs = (moment = this.#nowMs) => moment;
    this.#recording = new KeptRecording(clocked, contact, this.log, elapsedMs);
    const ears = { mediaDigit: () => undefined, notice: () => undefined };
    this.#track = new Track({ index: 0, channel: 'customer', codec: 'pcma', elapsedMs }, trackEvents(this.#recording, ears));
    this.#consent.onChange((decision) => {
      if (!isGranted(decision)) {
        if (this.#recording.isActive) this.#recording.stop([this.#track], 'consent-withdrawn', 'keep');
        this.recount.want(false, false);
        return;
      }
      this.wasGranted = true;
      this.#recording.start(decision, [this.#track], false);
      if (this.#held) this.#recording.pause(this.#track, 'hold');
      else this.recount.want(true, false);
    });
  }

  get facts(): readonly CallFact[] {
    return this.log.facts;
  }

  async meets(step: Step): Promise<void> {
    const by = { id: null, by: 'ivr' as const };
    const play: Readonly<Record<Step, () => unknown>> = {
      speech: () => {
        this.#passes(100, 'audio');
      },
      loss: () => {
        this.#passes(160, 'missing');
      },
      quiet: () => {
        this.#passes(100, 'quiet');
      },
      silence: () => {
        this.#nowMs += 400;
        this.recount.passes(400, 'nothing');
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
    this.#nowMs += 0.001;
    await play[step]();
    await new Promise(setImmediate);
  }

  /** Answers the outcome that the product comes to. */
  async end(): Promise<ReturnType<typeof decideOutcome>> {
    const { decision, wasGranted } = this.#consent;
    this.recount.want(false, false);
    await this.#recording.finish([this.#track], this.#nowMs);
    this.#consent.close();
    const measured = measureChannels(this.facts, this.#nowMs);
    const { keptOctets, vaultFailed } = this.#recording;
    return decideOutcome({ decision, wasGranted, keptOctets, vaultFailed, measured, allHeld: this.#held });
  }

  #hold(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    if (held) this.#recording.pause(this.#track, 'hold');
    else this.#recording.resume(this.#track);
    this.recount.want(!held && isGranted(this.#consent.decision), true);
  }

  /** Nothing came before it, so the track's clock is where its octets are. */
  #passes(ms: number, what: 'audio' | 'quiet' | 'missing'): void {
    const octets = speech(ms * 8, this.seed * 1000 + this.#said);
    this.#said += 1;
    this.#nowMs += ms;
    this.recount.passes(ms, what, Buffer.from(octets));
    this.#track.onAudio(octets, what, this.#nowMs);
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
        try {
          seed += 1;
          const room = await roomIn(place);
          const call = new Call(place, room, seed);
          for (const step of script) {
            await call.meets(step);
            if (!call.wasGranted && (await place.everyByte()).length > 0) return false;
          }
          const result = await call.end();
          if (!(await grantsComeFirst(place, call.wasGranted))) return false;
          const played = Buffer.concat(await Promise.all(filesOf(call.facts).map((fileId) => place.openFile(fileId))));
          const isWhole = call.recount.missingMs <= 100 * stretchesOf(call.facts);
          const outcome = result.outcome === 'kept' ? isWhole : result.outcome !== 'kept-with-gaps' || !isWhole;
          return outcome && played.equals(Buffer.concat(call.recount.kept));
        } finally {
          await place.clear();
        }
      }),
      { numRuns: runs },
    );
  });
});

const stretchesOf = (facts: readonly CallFact[]): number => Math.max(1, facts.filter(({ kind }) => kind === 'due').length);

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
  return { operative, stores: await place.stores(), ports: new PortPool(40_000, 40_001), silence: silenceLimits, ...shared };
}
