import PDFDocument from 'pdfkit';
import { bold, ink, page, regular } from './pdf-look.js';
import { PdfTable, type ColumnWidth, type TableOptions } from './pdf-table.js';
import { uaIdentification } from './pdf-ua.js';

/** A heading, or a line above a table, that is lower than this goes to the next page, so that something stands below it. */
const lowestHeading = 630;
const lowestCaption = 680;

/** What a document says of itself. */
export interface DocumentHead {
  readonly title: string;
  readonly author: string;
  readonly language: string;
  readonly made: Date;
}

/** An embedded file (ISO 32000 `AF`); `relationship` is Data unless stated. */
export interface EmbeddedFile {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
  readonly description?: string;
  readonly relationship?: 'Data' | 'Source' | 'Supplement' | 'Alternative' | 'Unspecified';
}

export type Tag = 'H1' | 'H2' | 'H3' | 'P';
const sizes: Readonly<Record<Tag, number>> = { H1: 20, H2: 14, H3: 11, P: 10 };

/**
 * A tagged document, built to PDF/A-3a and PDF/UA-1: every heading, paragraph, list and table stands in the structure tree in
 * reading order, headings are bookmarks, running feet and lines are artifacts. Made in memory; nothing touches a disk.
 */
export class ReportDocument {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #bytes: Promise<Buffer>;
  readonly #made: Date;
  readonly #outline = new Map<Tag, PDFKit.PDFOutline>();

  constructor({ title, author, language, made }: DocumentHead) {
    this.#made = made;
    this.#pdf = new PDFDocument({
      size: 'A4',
      margins: { top: page.top, bottom: 64, left: page.left, right: 56 },
      pdfVersion: '1.7',
      subset: 'PDF/A-3a',
      tagged: true,
      lang: language,
      displayTitle: true,
      bufferPages: true,
      font: regular,
      info: { Title: title, Author: author, Creator: 'Voxkeep', Producer: 'Voxkeep (pdfkit)', CreationDate: made, ModDate: made },
    });
    this.#bytes = collect(this.#pdf);
    this.#root = this.#pdf.struct('Document');
    this.#pdf.addStructure(this.#root);
    (this.#pdf as unknown as { appendXML: (xml: string) => void }).appendXML(uaIdentification);
  }

  /** A heading or a paragraph. A heading is never left alone at the foot of a page, and is a bookmark. */
  write(tag: Tag, text: string): this {
    if (tag !== 'P') this.#heading(tag, text);
    const draw = () => {
      this.#pdf
        .font(tag === 'P' ? regular : bold)
        .fontSize(sizes[tag])
        .fillColor(ink.text)
        .text(text, page.left, undefined, { width: page.width });
    };
    this.#root.add(this.#pdf.struct(tag, {}, draw));
    this.#pdf.moveDown(tag === 'P' ? 0.4 : 0.25);
    return this;
  }

  /** A list with bullets. */
  list(items: readonly string[]): this {
    if (items.length === 0) return this;
    const list = this.#pdf.struct('L');
    this.#root.add(list);
    for (const text of items) this.#item(list, text);
    list.end();
    this.#pdf.moveDown(0.4);
    return this;
  }

  /** A line above a table, on the same page as its beginning. */
  caption(text: string): this {
    if (this.#pdf.y > lowestCaption) this.#pdf.addPage();
    return this.write('P', text);
  }

  /** A table with a header row, which is repeated on each page. Nothing is drawn without rows. */
  table(
    head: readonly string[],
    rows: readonly (readonly string[])[],
    columns: readonly ColumnWidth[],
    options: TableOptions = {},
  ): this {
    if (rows.length === 0) return this;
    new PdfTable(this.#pdf, this.#root, head, columns, options).draw(rows);
    this.#pdf.moveDown(0.8);
    return this;
  }

  /** Begins a new page, unless this one is still empty. */
  newPage(): this {
    if (this.#pdf.y > page.top + 1) this.#pdf.addPage();
    return this;
  }

  /** Writes the feet and the embedded files, lets `beforeEnd` add what it must, ends the document and answers its bytes. */
  async finish(
    foot: (page: number, pages: number) => string,
    embedded: EmbeddedFile | readonly EmbeddedFile[],
    beforeEnd?: (pdf: PDFKit.PDFDocument) => void,
  ): Promise<Buffer> {
    const { count } = this.#pdf.bufferedPageRange();
    for (let at = 0; at < count; at++) this.#foot(at, foot(at + 1, count));
    this.#root.end();
    for (const file of [embedded].flat()) this.#embed(file);
    beforeEnd?.(this.#pdf);
    this.#pdf.end();
    return this.#bytes;
  }

  #heading(tag: Exclude<Tag, 'P'>, text: string): void {
    if (this.#pdf.y > lowestHeading) this.#pdf.addPage();
    else if (this.#pdf.y > page.top + 1) this.#pdf.moveDown(tag === 'H3' ? 0.5 : 0.8);
    const parent = (tag === 'H3' ? this.#outline.get('H2') : undefined) ?? this.#pdf.outline;
    this.#outline.set(tag, parent.addItem(text));
  }

  #item(list: PDFKit.PDFStructureElement, text: string): void {
    if (this.#pdf.y > page.bottom - 30) this.#pdf.addPage();
    const item = this.#pdf.struct('LI');
    list.add(item);
    const top = this.#pdf.y;
    this.#pdf.font(regular).fontSize(sizes.P).fillColor(ink.text);
    const label = () => {
      this.#pdf.text('•', page.left + 4, top, { lineBreak: false });
    };
    const body = () => {
      this.#pdf.text(text, page.left + 18, top, { width: page.width - 18 });
    };
    item.add(this.#pdf.struct('Lbl', {}, label));
    item.add(this.#pdf.struct('LBody', {}, body));
    item.end();
    this.#pdf.moveDown(0.15);
    this.#pdf.x = page.left;
  }

  #embed({ name, type, content, description, relationship = 'Data' }: EmbeddedFile): void {
    this.#pdf.file(content, {
      name,
      type,
      relationship,
      creationDate: this.#made,
      modifiedDate: this.#made,
      ...(description !== undefined && { description }),
    } as PDFKit.Mixins.PDFAttachmentOptions);
  }

  #foot(at: number, text: string): void {
    this.#pdf.switchToPage(at);
    const { margins } = this.#pdf.page;
    const bottom = margins.bottom;
    margins.bottom = 0;
    this.#pdf.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] });
    this.#pdf.font(regular).fontSize(8).fillColor(ink.soft).text(text, page.left, 800, { lineBreak: false });
    this.#pdf.endMarkedContent();
    margins.bottom = bottom;
  }
}

function collect(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    pdf.on('error', reject);
  });
}
