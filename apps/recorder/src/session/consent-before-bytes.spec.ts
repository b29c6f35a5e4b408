import fc from 'fast-check';
import { isGranted, type PartPolicy } from '@voxkeep/consent';
import { VoxkeepError } from '@voxkeep/contracts';
import { KeyRing } from '@voxkeep/keyring';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { PortPool } from '../media/rtp-port.js';
import { speech, Workplace } from '../media/media.fixture.js';
import { ConsentDesk } from './consent/consent-desk.js';
import { Lane } from './lane.js';
import { KeptRecording } from './media-binding/kept-recording.js';
import { Track } from './media-binding/track.js';
import type { OperativeKeepers, SessionRoom } from './session-room.js';

/** 100 unless a longer run is asked for. */
const runs = Number(process.env['PROPERTY_RUNS'] ?? 100);

/** What may happen in a call whose customer can be asked, answer by key, withdraw and be held. */
type Step = 'speech' | 'ask' | 'key 1' | 'key 2' | 'agent 1' | 'withdraw' | 'hold' | 'resume' | 'books';
const steps = fc.array(
  fc.constantFrom<Step>(
    'speech',
    'speech',
    'speech',
    'ask',
    'key 1',
    'key 1',
    'key 2',
    'agent 1',
    'withdraw',
    'hold',
    'resume',
    'books',
  ),
  { maxLength: 16 },
);

const contactId = '0198a000-0000-7000-8000-000000000001';
const owners = { customerOwner: '7a0c7b2e-0000-4000-8000-000000000001', agentOwner: '7a0c7b2e-0000-4000-8000-000000000002' };

/** One customer's channel with its consent, its books in memory and its vault on a disk. */
class Call {
  readonly kept: Buffer[] = [];
  readonly files: string[] = [];
  wasGranted = false;
  readonly #lane = new Lane((_step, _attempt, error) => {
    throw error;
  });
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
    const contact = { id: contactId, startedMs: 0, queueId: null, ...owners, keys, keepsAddresses: true, attached: false };
    const clocked = { ...room, wallMs: () => (this.#nowMs += 1) };
    this.#consent = new ConsentDesk(clocked, policy, 'en-3', this.#lane);
    this.#recording = new KeptRecording(clocked, contact, this.#lane, () => this.#nowMs);
    const elapsedMs = () => this.#nowMs;
    this.#track = new Track(
      { index: 0, channel: 'customer', codec: 'pcma', elapsedMs },
      {
        onWaiting: (track) => {
          this.#recording.openFor(track);
        },
        onBroken: () => {
          throw new VoxkeepError('vault.file-broken');
        },
        onDigit: () => undefined,
      },
    );
    this.#consent.onChange((decision) => {
      if (!isGranted(decision)) {
        if (this.#recording.isActive) this.#recording.stop([this.#track], 'consent-withdrawn', 'keep');
        return;
      }
      this.wasGranted = true;
      this.#recording.start(decision, [this.#track], false);
      if (this.#held) this.#recording.pause(this.#track, 'hold');
    });
  }

  async meets(step: Step): Promise<void> {
    const isKept = isGranted(this.#consent.decision) && !this.#held;
    const by = { id: null, by: 'ivr' as const };
    const play: Readonly<Record<Step, () => unknown>> = {
      speech: () => {
        this.#speak(isKept);
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
      books: () => this.#lane.idle(),
    };
    // What waits for its books when the grant ends or a hold begins is given up; here the books are always quicker.
    if (step === 'withdraw' || step === 'hold') await this.#lane.idle();
    await play[step]();
  }

  async end(): Promise<void> {
    this.#recording.finish([this.#track], new Date());
    await this.#lane.idle();
    this.#consent.close();
  }

  #hold(held: boolean): void {
    if (held === this.#held) return;
    this.#held = held;
    if (held) this.#recording.pause(this.#track, 'hold');
    else this.#recording.resume(this.#track);
  }

  /** A tenth of a second; sixteen of them fit into what may wait for the books. */
  #speak(isKept: boolean): void {
    const octets = speech(800, this.seed * 1000 + this.#said);
    this.#said += 1;
    if (isKept) this.kept.push(Buffer.from(octets));
    this.#nowMs += 100;
    this.#track.onAudio(octets, 0, 'audio');
  }
}

describe('over random calls', () => {
  beforeAll(() => {
    keptLog();
  });
  afterAll(() => {
    diagnostics.replace(undefined);
  });

  it('a session writes no byte before a yes, and keeps exactly what was said under one', async () => {
    let seed = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const place = await Workplace.make({ inMemory: true });
        try {
          seed += 1;
          const { room, files } = await roomIn(place);
          const call = new Call(place, room, seed);
          for (const step of script) {
            await call.meets(step);
            if (!call.wasGranted && (await place.everyByte()).length > 0) return false;
          }
          await call.end();
          const played = Buffer.concat(await Promise.all(files.map((fileId) => place.openFile(fileId))));
          return played.equals(Buffer.concat(call.kept));
        } finally {
          await place.clear();
        }
      }),
      { numRuns: runs },
    );
  }, 120_000);
});

/** Books in memory: the files of closed segments, in the order in which the segments began. */
async function roomIn(place: Workplace): Promise<{ readonly room: SessionRoom; readonly files: readonly string[] }> {
  const files: string[] = [];
  const done = () => Promise.resolve();
  const recordings = {
    begin: (_grant: unknown, { id }: { id: string }) => Promise.resolve({ begun: true, recordingId: id, created: true }),
    addSegment: (_contact: string, { fileId }: { fileId: string }) => Promise.resolve(files.push(fileId)),
    dropSegment: () => Promise.resolve(files.pop()),
    ...{ closeSegment: done, gap: done, finish: done, pause: done, resume: done },
  };
  const operative = { recordings, consents: { record: done }, contacts: { event: done } } as unknown as OperativeKeepers;
  const stores = { vault: await place.vault(), journal: await place.journal() };
  const shared = { mediaAddress: '127.0.0.1', recorderId: 'recorder-1', clock: place.clock, wallMs: () => 0 };
  return { room: { operative, stores, ports: new PortPool(40_000, 40_001), ...shared }, files };
}
