import PDFDocument from 'pdfkit';

/** Fonts are named by their path everywhere: under a second name the library would parse the file anew at each use. */
const regular = require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf');
const bold = require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf');
const left = 56;
const width = 483;
const lowestCaption = 670;

/** What a document says of itself. */
export interface DocumentHead {
  readonly title: string;
  readonly author: string;
  readonly language: string;
  readonly made: Date;
}

/** An embedded file (ISO 32000 `AF`, relationship Data). */
export interface EmbeddedFile {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

type Tag = 'H1' | 'H2' | 'H3' | 'P';
const sizes: Readonly<Record<Tag, number>> = { H1: 20, H2: 14, H3: 11, P: 10 };

/**
 * A tagged document, built to PDF/A-3: every paragraph, heading and table stands in the structure tree in reading order, running
 * feet are artifacts. Made in memory; nothing touches a disk.
 */
export class ReportDocument {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #bytes: Promise<Buffer>;
  readonly #made: Date;

  constructor({ title, author, language, made }: DocumentHead) {
    this.#made = made;
    this.#pdf = new PDFDocument({
      size: 'A4',
      margins: { top: 56, bottom: 64, left, right: 56 },
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
  }

  /** A heading or a paragraph. A heading is never left alone at the foot of a page. */
  write(tag: Tag, text: string): this {
    const heading = tag !== 'P';
    if (heading && this.#pdf.y > lowestCaption) this.#pdf.addPage();
    if (heading) this.#pdf.moveDown(0.5);
    const draw = () => {
      this.#pdf
        .font(heading ? bold : regular)
        .fontSize(sizes[tag])
        .fillColor('#111')
        .text(text, left, undefined, { width });
    };
    this.#root.add(this.#pdf.struct(tag, {}, draw));
    this.#pdf.moveDown(0.3);
    return this;
  }

  /** A line above a table, on the same page as its beginning. */
  caption(text: string): this {
    if (this.#pdf.y > lowestCaption) this.#pdf.addPage();
    return this.write('P', text);
  }

  /** A table with a header row; it is cut into several, each with its header, so that none runs over the end of a page. */
  table(head: readonly string[], rows: readonly (readonly string[])[], columns: readonly (number | '*')[]): this {
    for (let at = 0; at < rows.length;) {
      const group = this.#fitting(head, rows.slice(at), columns);
      this.#tableOnPage(head, group, columns);
      at += group.length;
    }
    return this;
  }

  /** Writes the feet and the embedded file, ends the document and answers its bytes. */
  async finish(foot: (page: number, pages: number) => string, embedded: EmbeddedFile): Promise<Buffer> {
    const { count } = this.#pdf.bufferedPageRange();
    for (let page = 0; page < count; page++) this.#foot(page, foot(page + 1, count));
    this.#root.end();
    this.#pdf.file(embedded.content, {
      name: embedded.name,
      type: embedded.type,
      relationship: 'Data',
      creationDate: this.#made,
      modifiedDate: this.#made,
    } as PDFKit.Mixins.PDFAttachmentOptions);
    this.#pdf.end();
    return this.#bytes;
  }

  /** As many rows as fit on the rest of this page, or on a new one; at least one. */
  #fitting(
    head: readonly string[],
    rows: readonly (readonly string[])[],
    columns: readonly (number | '*')[],
  ): readonly (readonly string[])[] {
    const widths = widthsOf(columns);
    const heightOf = (row: readonly string[]) => {
      this.#pdf.font(regular).fontSize(9);
      return Math.max(...row.map((cell, i) => this.#pdf.heightOfString(cell, { width: (widths[i] ?? 80) - 9 }))) + 10;
    };
    const bottom = 842 - 64 - 8;
    const first = heightOf(head) + heightOf(rows[0] ?? []);
    if (this.#pdf.y + first > bottom) this.#pdf.addPage();
    let y = this.#pdf.y + heightOf(head);
    let fitting = 0;
    for (const row of rows) {
      y += heightOf(row);
      if (y > bottom && fitting > 0) break;
      fitting += 1;
    }
    return rows.slice(0, fitting);
  }

  #tableOnPage(head: readonly string[], rows: readonly (readonly string[])[], columns: readonly (number | '*')[]): void {
    const header = head.map((text) => ({
      text,
      type: 'TH' as const,
      scope: 'Column',
      font: { src: bold, size: 9 },
      backgroundColor: '#e7ecfb',
    }));
    this.#pdf.font(regular).fontSize(9).fillColor('#111');
    this.#pdf.x = left;
    this.#pdf.table({
      structParent: this.#root,
      columnStyles: [...columns],
      defaultStyle: { border: 0.5, borderColor: '#999', padding: 4 },
      data: [header, ...rows.map((row) => [...row])],
    } as unknown as PDFKit.Mixins.TableOptions);
    this.#pdf.moveDown(0.5);
    this.#pdf.x = left;
  }

  #foot(page: number, text: string): void {
    this.#pdf.switchToPage(page);
    const { margins } = this.#pdf.page;
    const bottom = margins.bottom;
    margins.bottom = 0;
    this.#pdf.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] });
    this.#pdf.font(regular).fontSize(8).fillColor('#555').text(text, left, 800, { lineBreak: false });
    this.#pdf.endMarkedContent();
    margins.bottom = bottom;
  }
}

function widthsOf(columns: readonly (number | '*')[]): number[] {
  const fixed = columns.reduce<number>((sum, one) => sum + (one === '*' ? 0 : one), 0);
  const stars = columns.filter((one) => one === '*').length;
  return columns.map((one) => (one === '*' ? (width - fixed) / stars : one));
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
