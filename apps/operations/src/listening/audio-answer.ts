import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { AccessViews } from '@voxkeep/configuration';
import { isVoxkeepError } from '@voxkeep/contracts';
import { KEYRING, type KeyringClient } from '@voxkeep/keyring';
import { HttpProblem, VaultStore, diagnostics, type SignedIn } from '@voxkeep/platform';
import { planSamples, planWavRange } from '@voxkeep/recording';
import { Visibility } from '../access/visibility.js';
import { recordingUnreadable } from '../events.js';
import type { ByteSpan } from './byte-range.js';
import type { Listening } from './listenings.js';
import { completeSegments, ownerOf } from './playable.js';
import { SealedSegments } from './sealed-segments.js';
import { wavPieces } from './wav-pieces.js';

/** How often a running answer asks whether session and right still hold, in milliseconds. */
const askAgainMs = 1000;

/** Makes the audio of a listening: opens keys and files of the wanted span, and streams what they hold. */
@Injectable()
export class AudioAnswer {
  constructor(
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(VaultStore) private readonly vault: VaultStore,
    @Inject(AccessViews) private readonly access: AccessViews,
    @Inject(Visibility) private readonly visibility: Visibility,
  ) {}

  /** Throws `vault.away`: then nothing could be heard, and nobody is to be put on record for it. */
  demandVault(): Promise<void> {
    return this.vault.mustBeHere();
  }

  /**
   * A stream of the span. The first piece is made before this returns: a file that is altered or missing, or whose key is gone,
   * throws 409 `recording.altered`, 409 `recording.file-missing`, 410 `recording.key-destroyed`, and `vault.away` while that is not known.
   * Later the stream breaks off.
   */
  async stream(listening: Listening, span: ByteSpan, by: SignedIn): Promise<Readable> {
    const segments = await this.open(listening, span).catch((refused: unknown) => this.fail(listening, refused));
    const pieces = wavPieces(listening.timeline, span, segments, this.stillAllowed(listening, by));
    const first = await pieces.next().catch(async (refused: unknown) => {
      await segments.close();
      return this.fail(listening, refused);
    });
    const stream = Readable.from(joined(first, pieces), { objectMode: false, highWaterMark: 64 * 1024 });
    stream.once('close', () => void segments.close());
    stream.once('error', (broken) => {
      this.note(listening, broken);
    });
    return stream;
  }

  private async open({ recording, timeline, audited }: Listening, span: ByteSpan): Promise<SealedSegments> {
    const { samples } = planWavRange(timeline, span.from, span.to);
    const read = new Set(planSamples(timeline, samples.from, samples.to).map(({ segmentId }) => segmentId));
    const wanted = completeSegments(recording).filter(({ id }) => read.has(id));
    const keys = await this.keyring.open(
      audited,
      wanted.map((segment) => ({ ...ownerOf(segment), domain: 'media' })),
    );
    try {
      return await SealedSegments.open(this.vault, keys, wanted);
    } finally {
      keys.zero();
    }
  }

  /** Ended by sign-out, disabling and a change of rights within about a second. */
  private stillAllowed({ recording }: Listening, by: SignedIn): () => Promise<boolean> {
    let asked = -Infinity;
    return async () => {
      if (performance.now() - asked < askAgainMs) return true;
      asked = performance.now();
      const [lives, hears] = await Promise.all([
        this.access.isLiving(by.sessionId),
        this.visibility.mayHear(by.userId, recording.id, recording),
      ]);
      return lives && hears;
    };
  }

  private fail(listening: Listening, refused: unknown): never {
    this.note(listening, refused);
    throw problemOf(refused);
  }

  private note({ recording }: Listening, refused: unknown): void {
    if (isDamage(refused)) diagnostics.record(recordingUnreadable, { recording: recording.id, reason: refused.code });
  }
}

async function* joined(first: IteratorResult<Buffer, void>, rest: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  if (first.done !== true) yield first.value;
  yield* rest;
}

/** A vault that is away says nothing about the recording. */
function isDamage(refused: unknown): refused is { readonly code: string } {
  return isVoxkeepError(refused) && /^(recording|vault)\./.test(refused.code) && refused.code !== 'vault.away';
}

function problemOf(refused: unknown): unknown {
  if (isVoxkeepError(refused, 'listening.ended')) return new HttpProblem(410, 'listening.ended');
  if (!isDamage(refused)) return refused;
  if (refused.code === 'recording.key-destroyed') return new HttpProblem(410, refused.code);
  return new HttpProblem(409, refused.code === 'recording.file-missing' ? refused.code : 'recording.altered');
}
