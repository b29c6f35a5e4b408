import { Inject, Injectable } from '@nestjs/common';
import { VoxkeepError, isVoxkeepError } from '@voxkeep/contracts';
import { KEYRING, type KeyRing, type KeyringClient } from '@voxkeep/keyring';
import { VaultStore } from '@voxkeep/platform';
import { g711Rate } from '@voxkeep/recording';
import type { PersonReport } from '../../report/person-report.js';
import { CaseAccess, type StatedAccess } from '../../subject/case-access.js';
import { g711WavBytes, g711WavHeader } from './g711-wav.js';
import { OwnRecordings, type OwnRecording } from './own-recordings.js';
import { segmentOctets } from './segment-octets.js';
import { VoiceTrack } from './voice-track.js';

/** The person's own channel of a recording as a WAV file that is made while it is read. */
export interface AudioFile {
  readonly path: string;
  readonly recordingId: string;
  readonly contactId: string;
  readonly startedAt: string;
  readonly seconds: number;
  /** Exact length of the file, known before it is made. */
  readonly bytes: number;
  /** The whole file, or the code of why its recording cannot be opened; the other recordings are not concerned. */
  read(): Promise<Buffer | { readonly unavailable: string }>;
}
/** The audio of a report. */
export interface OpenedAudio {
  readonly files: readonly AudioFile[];
  /** Forgets the keys. Nothing can be read afterwards. */
  close(): void;
}

/** Opens the own channel of a customer's recordings. Audio of anybody else in the conversation is never opened. */
@Injectable()
export class OwnAudio {
  constructor(
    @Inject(OwnRecordings) private readonly recordings: OwnRecordings,
    @Inject(CaseAccess) private readonly access: CaseAccess,
    @Inject(KEYRING) private readonly keyring: KeyringClient,
    @Inject(VaultStore) private readonly vault: VaultStore,
  ) {}

  /**
   * The audio of the conversations of a report, after an audit entry in each database that holds some. Close it after use.
   * Throws `vault.away`, as does a file that is read later: what cannot be read for now is not left out for good.
   */
  async open(report: PersonReport, stated: StatedAccess): Promise<OpenedAudio> {
    const wanted = report.about === 'customer' && report.options.recordings ? report.conversations : [];
    const found = await this.recordings.of(wanted.map(({ contactId }) => contactId));
    if (found.length > 0) await this.vault.mustBeHere();
    const rings: KeyRing[] = [];
    const files: AudioFile[] = [];
    for (const store of ['operative', 'history'] as const) {
      const own = found.filter((one) => one.store === store);
      if (own.length === 0) continue;
      const ring = await this.#keys(store, own, stated);
      rings.push(ring);
      files.push(...own.map((one) => this.#file(one, ring)));
    }
    return {
      files,
      close: () => {
        for (const ring of rings) ring.zero();
      },
    };
  }

  async #keys(store: OwnRecording['store'], own: readonly OwnRecording[], stated: StatedAccess): Promise<KeyRing> {
    const audited = await this.access.record(store, { ...stated, action: 'recording.export' }, own.length, [
      'recording_segment.audio',
    ]);
    const owners = [...new Set(own.flatMap(({ segments }) => segments.map(({ owner }) => owner)))];
    return this.keyring.open(
      audited,
      owners.map((ownerId) => ({ ownerId, ownerClass: 'contact-customer' as const, domain: 'media' as const })),
    );
  }

  #file(recording: OwnRecording, ring: KeyRing): AudioFile {
    const { contactId, recordingId, startedAt, samples } = recording;
    return {
      ...{ contactId, recordingId, path: `audio/${recordingId}.wav`, startedAt: startedAt.toISOString() },
      ...{ seconds: samples / g711Rate, bytes: g711WavBytes(samples) },
      read: () => readWhole(this.vault, recording, ring),
    };
  }
}

/** More than four hours of one voice; beyond, a recording is for the officer to hand over in parts. */
const longestBytes = 128 * 1024 * 1024;

async function readWhole(vault: VaultStore, recording: OwnRecording, ring: KeyRing): Promise<Buffer | { unavailable: string }> {
  if (recording.samples > longestBytes) return { unavailable: 'recording.too-long' };
  try {
    return await wav(vault, recording, ring);
  } catch (refused) {
    if (isVoxkeepError(refused, 'vault.away')) throw refused;
    // A file that is missing or not as sealed is named in the package, and the rest goes on.
    if (isVoxkeepError(refused) && /^(recording|vault)\./.test(refused.code)) return { unavailable: refused.code };
    throw refused;
  }
}

async function wav(vault: VaultStore, { segments, samples }: OwnRecording, ring: KeyRing): Promise<Buffer> {
  const codec = segments[0]?.codec ?? 'pcma';
  const file = Buffer.alloc(g711WavBytes(samples));
  const header = g711WavHeader(codec, samples);
  header.copy(file);
  const voice = new VoiceTrack(codec, file.subarray(header.length, header.length + samples));
  for (const segment of segments) {
    const key = keyOf(ring, segment.owner);
    if (key === undefined) throw new VoxkeepError('recording.key-destroyed');
    let at = segment.from;
    for await (const piece of segmentOctets(vault, key, segment)) {
      voice.put(at, piece, segment.codec);
      at += piece.length;
    }
    voice.endStretch(at);
  }
  return file;
}

function keyOf(ring: KeyRing, owner: string): Buffer | undefined {
  return ring.key(owner, 'contact-customer', 'media');
}
