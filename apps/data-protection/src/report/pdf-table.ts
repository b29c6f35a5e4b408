import { bold, ink, page, regular } from './pdf-look.js';

type Row = readonly string[];
/** Width of a column in points, or a share of what is left. */
export type ColumnWidth = number | '*';
export interface TableOptions {
  /** The first cell of each row names the row (TH, scope Row). */
  readonly rowHeads?: boolean;
}

const size = 9;
const padding = 4;
/** Least height that a header and a first row need together, so that no header stands alone. */
const cautious = 60;

/**
 * Draws one table of the structure tree: TR, TH with scope, TD. Over a page it goes on under a repeated header, which is an
 * artifact, since the table has its header already. A cell that is higher than a page goes on in rows of its own.
 */
export class PdfTable {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #table: PDFKit.PDFStructureElement;
  readonly #widths: readonly number[];
  #lines: number[] = [];

  constructor(
    pdf: PDFKit.PDFDocument,
    parent: PDFKit.PDFStructureElement,
    readonly head: Row,
    columns: readonly ColumnWidth[],
    readonly options: TableOptions = {},
  ) {
    this.#pdf = pdf;
    this.#widths = widthsOf(columns);
    this.#table = pdf.struct('Table');
    parent.add(this.#table);
  }

  /** Draws header and rows below the present place and leaves the place below the table. */
  draw(rows: readonly Row[]): void {
    const first = rows[0] ?? [];
    if (this.#pdf.y + Math.min(this.#height(this.head, bold) + this.#height(first, regular), cautious * 4) > page.bottom)
      this.#pdf.addPage();
    this.#begin(false);
    for (const row of rows.flatMap((one) => this.#cut(one))) this.#row(row);
    this.#rule();
    this.#table.end();
    this.#pdf.x = page.left;
  }

  #begin(repeated: boolean): void {
    const height = this.#height(this.head, bold);
    const top = this.#pdf.y;
    this.#artifact(() => {
      this.#pdf.rect(page.left, top, page.width, height).fill(ink.head);
    });
    if (repeated)
      this.#artifact(() => {
        this.#cells(this.head, top, bold);
      });
    else this.#tagged(this.head, top, bold, (): [string, object] => ['TH', { scope: 'Column' }]);
    this.#lines = [top, top + height];
    this.#pdf.y = top + height;
  }

  #row(row: Row): void {
    const height = this.#height(row, regular);
    if (this.#pdf.y + height > page.bottom) {
      this.#rule();
      this.#pdf.addPage();
      this.#begin(true);
    }
    const top = this.#pdf.y;
    this.#tagged(row, top, regular, (column) =>
      column === 0 && this.options.rowHeads === true ? ['TH', { scope: 'Row' }] : ['TD', {}],
    );
    this.#pdf.y = top + height;
    this.#lines.push(this.#pdf.y);
  }

  #tagged(row: Row, top: number, font: string, kindOf: (column: number) => [string, object]): void {
    const tr = this.#pdf.struct('TR');
    this.#table.add(tr);
    row.forEach((text, column) => {
      const [kind, options] = kindOf(column);
      const face = kind === 'TH' ? bold : font;
      const draw = () => {
        this.#cell(text, column, top, face);
      };
      tr.add(this.#pdf.struct(kind, options, draw));
    });
    tr.end();
  }

  #cells(row: Row, top: number, font: string): void {
    row.forEach((text, column) => {
      this.#cell(text, column, top, font);
    });
  }

  #cell(text: string, column: number, top: number, font: string): void {
    const x = page.left + this.#widths.slice(0, column).reduce((sum, one) => sum + one, 0) + padding;
    const width = (this.#widths[column] ?? 0) - 2 * padding;
    this.#pdf
      .font(font)
      .fontSize(size)
      .fillColor(ink.text)
      .text(text, x, top + padding - 1, { width });
  }

  #height(row: Row, font: string): number {
    const heights = row.map((text, column) => {
      const face = column === 0 && this.options.rowHeads === true ? bold : font;
      this.#pdf.font(face).fontSize(size);
      return this.#pdf.heightOfString(text === '' ? ' ' : text, { width: (this.#widths[column] ?? 0) - 2 * padding });
    });
    return Math.max(...heights, 0) + 2 * padding - 2;
  }

  /** A row that no page could hold, as several. */
  #cut(row: Row): readonly Row[] {
    const body = page.bottom - page.top - this.#height(this.head, bold);
    if (this.#height(row, regular) <= body) return [row];
    const most = (column: number) => Math.floor((body / 14) * ((this.#widths[column] ?? 80) / 7));
    const pieces = row.map((text, column) => text.match(new RegExp(`[\\s\\S]{1,${String(most(column))}}`, 'g')) ?? ['']);
    const count = Math.max(...pieces.map(({ length }) => length));
    return Array.from({ length: count }, (_, at) => pieces.map((of) => of[at] ?? ''));
  }

  /** The lines of what stands on this page, in one artifact. */
  #rule(): void {
    const lines = this.#lines;
    const { y } = this.#pdf;
    this.#artifact(() => {
      this.#pdf.lineWidth(0.5).strokeColor(ink.line);
      for (const at of lines) this.#pdf.moveTo(page.left, at).lineTo(page.left + page.width, at);
      this.#pdf.stroke();
    });
    this.#pdf.y = y;
  }

  #artifact(draw: () => void): void {
    this.#pdf.markContent('Artifact', { type: 'Layout' });
    draw();
    this.#pdf.endMarkedContent();
  }
}

function widthsOf(columns: readonly ColumnWidth[]): number[] {
  const fixed = columns.reduce<number>((sum, one) => sum + (one === '*' ? 0 : one), 0);
  const stars = columns.filter((one) => one === '*').length;
  return columns.map((one) => (one === '*' ? (page.width - fixed) / stars : one));
}
