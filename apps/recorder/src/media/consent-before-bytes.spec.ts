import { isVoxkeepError } from '@voxkeep/contracts';
import fc from 'fast-check';
import { granted, speech, Workplace } from './media.fixture.js';
import { listJournalFiles } from './journal-file.js';
import type { Journal } from './journal.js';
import { recoverSegments } from './recovery.js';
import { SegmentWriter } from './segment-writer.js';

/** 2,000 unless a longer run is asked for. */
const runs = Number(process.env['PROPERTY_RUNS'] ?? 2000);

/** What may happen on a call, as the media side meets it. */
type Step = 'speech' | 'yes' | 'no' | 'pause' | 'resume' | 'half-second' | 'kill';
const steps = fc.array(
  fc.constantFrom<Step>('speech', 'speech', 'speech', 'yes', 'no', 'pause', 'resume', 'half-second', 'half-second', 'kill'),
  { maxLength: 14 },
);

/** Plays a call and notes which octets were spoken under a live grant and outside pauses: only these may be found again. */
class Call {
  readonly kept: Buffer[] = [];
  readonly dropped: Buffer[] = [];
  readonly files: string[] = [];
  grantedOnce = false;
  #consent = granted('customer');
  #writer: SegmentWriter | undefined;
  #said = 0;

  constructor(
    private readonly place: Workplace,
    private journal: Journal,
    private readonly seed: number,
  ) {
    this.#consent.withdraw();
  }

  async meets(step: Step): Promise<void> {
    if (step === 'speech') this.#speak();
    if (step === 'half-second') this.place.clock.advance(500);
    if (step === 'yes') await this.#open(true);
    if (step === 'resume') await this.#open(false);
    if (step === 'no') this.#consent.withdraw();
    if (step === 'pause') await this.close();
    if (step === 'kill') await this.#kill();
  }

  /** Tries to begin a segment; without a live grant this must fail, and the attempt is part of the property. */
  async #open(asked: boolean): Promise<void> {
    if (asked) await this.close();
    if (this.#writer) return;
    const grant = asked ? this.#consent.regrant() : this.#consent.grant;
    this.grantedOnce ||= asked;
    const stores = await this.place.stores({ journal: this.journal });
    try {
      this.#writer = SegmentWriter.begin(stores, this.place.terms(grant));
    } catch (refusal) {
      if (!isVoxkeepError(refusal, 'consent.not-live')) throw refusal;
    }
    await Promise.resolve();
  }

  #speak(): void {
    const octets = speech(1600, this.seed * 1000 + this.#said);
    this.#said += 1;
    (this.#takes(octets) ? this.kept : this.dropped).push(octets);
  }

  /** After a "no" the writer still stands and must refuse by itself. */
  #takes(octets: Buffer): boolean {
    try {
      return this.#writer?.write(octets) === 'kept';
    } catch (refusal) {
      if (!isVoxkeepError(refusal, 'consent.not-live')) throw refusal;
      return false;
    }
  }

  async close(): Promise<void> {
    const closed = await this.#writer?.close();
    this.#writer = undefined;
    if (closed?.kind === 'sealed') this.files.push(closed.fileId);
  }

  /** The recorder dies with everything handed over, and the next one recovers. */
  async #kill(): Promise<void> {
    await this.journal.flush();
    this.place.clock.forget();
    this.#writer = undefined;
    const journalFiles = await listJournalFiles(this.place.journalFolder);
    const recovery = await recoverSegments({ journalFiles, vault: await this.place.vault(), ownerKeyFor: this.place.keyFor });
    await recovery.settle();
    for (const { fileId } of recovery.recovered) if (fileId !== undefined) this.files.push(fileId);
    this.journal = await this.place.journal();
  }
}

describe('over random calls', () => {
  it('no byte is on the disk before a grant, and exactly what was said under one can be played', async () => {
    let seed = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const place = await Workplace.make({ inMemory: true });
        try {
          seed += 1;
          const call = new Call(place, await place.journal(), seed);
          for (const step of script) {
            await call.meets(step);
            if (!call.grantedOnce && (await place.everyByte()).length > 0) return false;
          }
          await call.close();
          const played = Buffer.concat(await Promise.all(call.files.map((fileId) => place.openFile(fileId))));
          const bytes = call.grantedOnce ? await place.everyByte() : Buffer.alloc(0);
          const leaked = [...call.kept, ...call.dropped].some((octets) => bytes.includes(octets.subarray(0, 16)));
          return !leaked && played.equals(Buffer.concat(call.kept));
        } finally {
          await place.clear();
        }
      }),
      { numRuns: runs },
    );
  });
});
