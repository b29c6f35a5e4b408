import { Inject, Injectable } from '@nestjs/common';
import { octetsOfMs, type SegmentCodec } from '@voxkeep/recording';
import { groupBy } from '../../report/group-by.js';
import { SevenDatabases } from '../../seven-databases.js';

/** A file of the vault that holds an uninterrupted stretch of the person's own voice. */
export interface OwnSegment {
  readonly id: string;
  readonly recordingId: string;
  /** The recording that the header of the file names. */
  readonly sealedAs: string;
  readonly fileId: string;
  readonly owner: string;
  readonly codec: SegmentCodec;
  readonly octets: number;
  /** Where it begins, in samples from the beginning of the first segment of its recording. */
  readonly from: number;
}
/** The person's own channel of one recording. */
export interface OwnRecording {
  readonly store: 'operative' | 'history';
  readonly contactId: string;
  readonly recordingId: string;
  readonly startedAt: Date;
  readonly segments: readonly OwnSegment[];
  readonly samples: number;
}

interface Row extends Omit<OwnSegment, 'from' | 'octets' | 'codec'> {
  readonly contactId: string;
  readonly startedAt: Date;
  readonly codec: string;
  readonly octets: string;
  readonly startMs: string;
}

const select = (prefix: '' | 'closed_') => `
  select s.contact_id as "contactId", s.recording_id as "recordingId", s.id, s.file_id as "fileId", s.owner, s.codec, s.octets,
         s.start_ms as "startMs", coalesce(s.sealed_as, s.recording_id) as "sealedAs", r.started_at as "startedAt"
    from ${prefix}recording_segment s
    join ${prefix}recording r on r.contact_id = s.contact_id and r.id = s.recording_id
   where s.contact_id = any($1::uuid[]) and s.channel = 'customer'
     and s.state in ('closed', 'recovered') and s.octets > 0 and not r.inseparable and r.state <> 'removed'
   order by r.started_at, s.recording_id, s.start_ms`;

/**
 * Finds the recordings in which a customer speaks on a channel of their own. Mixed, mono and conference recordings are flagged
 * inseparable and left out: they hold other people's voices, and are for review (GDPR Art. 15(4)).
 */
@Injectable()
export class OwnRecordings {
  constructor(@Inject(SevenDatabases) private readonly databases: SevenDatabases) {}

  /** Those of these contacts, in the order of their beginning; one query per database. */
  async of(contactIds: readonly string[]): Promise<readonly OwnRecording[]> {
    if (contactIds.length === 0) return [];
    const [operative, history] = await Promise.all([
      this.databases.of('operative').rows<Row>(select(''), [contactIds]),
      this.databases.of('history').rows<Row>(select('closed_'), [contactIds]),
    ]);
    return [...recordings('operative', operative), ...recordings('history', history)];
  }
}

function recordings(store: OwnRecording['store'], rows: readonly Row[]): OwnRecording[] {
  return [...groupBy(rows, ({ recordingId }) => recordingId).values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const base = Number(first.startMs);
    let end = 0;
    const segments = own.map(({ id, recordingId, sealedAs, fileId, owner, codec, octets, startMs }) => {
      // A segment may begin within the one before (a stream that replaces another, clocks): both are heard where they overlap.
      const from = octetsOfMs(Number(startMs) - base);
      end = Math.max(end, from + Number(octets));
      return { id, recordingId, sealedAs, fileId, owner, codec: codecOf(codec), octets: Number(octets), from };
    });
    const { contactId, recordingId, startedAt } = first;
    return [{ store, contactId, recordingId, startedAt, segments, samples: end }];
  });
}

function codecOf(name: string): SegmentCodec {
  return name.toLowerCase() === 'pcmu' ? 'pcmu' : 'pcma';
}
