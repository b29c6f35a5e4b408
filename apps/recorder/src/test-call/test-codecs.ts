import type { G711Codec } from '@voxkeep/telephony';

/** How a codec is written in an offer. */
interface Written {
  readonly payloadType: number;
  readonly rtpmap: string;
  readonly fmtp?: string;
}

/** Codecs that a test call can offer; sound is sent in the first two alone, the others are there to be refused. */
const codecs = {
  PCMA: { payloadType: 8, rtpmap: 'PCMA/8000' },
  PCMU: { payloadType: 0, rtpmap: 'PCMU/8000' },
  G722: { payloadType: 9, rtpmap: 'G722/8000' },
  G729: { payloadType: 18, rtpmap: 'G729/8000', fmtp: 'annexb=no' },
  GSM: { payloadType: 3, rtpmap: 'GSM/8000' },
  OPUS: { payloadType: 111, rtpmap: 'opus/48000/2' },
  'AMR-WB': { payloadType: 98, rtpmap: 'AMR-WB/16000', fmtp: 'octet-align=1' },
} as const satisfies Readonly<Record<string, Written>>;

export type TestCodec = keyof typeof codecs;

/** The names of the codecs, those that carry sound first. */
export const testCodecs = Object.keys(codecs) as [TestCodec, ...TestCodec[]];

/** Whether the client can speak in this codec. */
export const carriesSound = (codec: TestCodec): codec is G711Codec => codec === 'PCMA' || codec === 'PCMU';

/** Those that no recorder takes. */
export const refusedCodecs = testCodecs.filter((codec) => !carriesSound(codec)) as [TestCodec, ...TestCodec[]];

export const payloadTypeOf = (codec: TestCodec): number => codecs[codec].payloadType;

/** The attributes of a codec in a description. */
export function codecLines(codec: TestCodec): readonly string[] {
  const { payloadType, rtpmap, fmtp }: Written = codecs[codec];
  return [`a=rtpmap:${payloadType} ${rtpmap}`, ...(fmtp === undefined ? [] : [`a=fmtp:${payloadType} ${fmtp}`])];
}
