import { VoxkeepError } from '@voxkeep/contracts';

/** Room for the signature with its chain, in bytes. */
const room = 12_288;
const openRange = '**********';

/** The parts of a PDFKit document that it does not type. */
interface Inside {
  readonly page: { readonly annotations: unknown[]; readonly dictionary: unknown };
  readonly _root: { readonly data: Record<string, unknown> };
  ref(data: object): { end(): void };
  switchToPage(page: number): void;
  endAcroForm: () => unknown;
}

export interface SignatureDictionary {
  readonly reason: string;
  readonly signer: string;
  readonly at: Date;
}

/**
 * Leaves room for a PAdES signature (ISO 32000-1 §12.8, ETSI EN 319 142-1) in a document whose pages are still buffered. The field
 * is written in the same revision as the content, and is not seen: what it says stands in the viewer's own panel.
 */
export function leaveRoomForSignature(document: PDFKit.PDFDocument, { reason, signer, at }: SignatureDictionary): void {
  const pdf = document as unknown as Inside;
  pdf.switchToPage(0);
  // PDFKit writes a string as a name, and only a String object as a string.
  const text = (value: string): unknown => Object(value);
  const signature = pdf.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, openRange, openRange, openRange],
    Contents: Buffer.alloc(room),
    Reason: text(reason),
    Name: text(signer),
    M: at,
  });
  const hiddenAndPrinted = 4 + 128;
  const field = pdf.ref({
    ...{ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', Rect: [0, 0, 0, 0], F: hiddenAndPrinted },
    ...{ V: signature, T: text('Signature1'), TU: text(reason), P: pdf.page.dictionary },
  });
  pdf.page.annotations.push(field);
  const form = pdf.ref({ SigFlags: 3, Fields: [field] });
  for (const one of [signature, field, form]) one.end();
  pdf._root.data['AcroForm'] = form;
  pdf.endAcroForm = () => pdf;
}

/** Signs everything but the room that was left, and fills it. Throws `signing.no-room` when none was left or it is too small. */
export async function fillSignature(pdf: Buffer, sign: (covered: Buffer) => Promise<Buffer>): Promise<Buffer> {
  const range = Buffer.from(`/ByteRange [0 /${openRange} /${openRange} /${openRange}]`);
  const rangeAt = pdf.lastIndexOf(range);
  const hole = Buffer.from(`<${'0'.repeat(room * 2)}>`);
  const from = pdf.lastIndexOf(hole);
  if (rangeAt < 0 || from < 0) throw new VoxkeepError('signing.no-room');
  const to = from + hole.length;
  const signed = Buffer.from(pdf);
  signed.write(`/ByteRange [0 ${from} ${to} ${signed.length - to}]`.padEnd(range.length), rangeAt, 'latin1');
  const signature = await sign(Buffer.concat([signed.subarray(0, from), signed.subarray(to)]));
  if (signature.length > room) throw new VoxkeepError('signing.no-room');
  signed.write(signature.toString('hex'), from + 1, 'latin1');
  return signed;
}
