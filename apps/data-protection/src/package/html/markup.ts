/** A piece of HTML whose texts are escaped already. */
export class Markup {
  constructor(readonly html: string) {}
}
export type Content = Markup | string | readonly Content[];

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => named[character] ?? '');
}

/** An element; texts and attributes are escaped, other markup stays. */
export function tag(name: string, attributes: Readonly<Record<string, string>>, ...content: readonly Content[]): Markup {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeHtml(value)}"`);
  return new Markup(`<${name}${written.join('')}>${write(content)}</${name}>`);
}

/** A heading of level 1 to 6. */
export const heading = (level: 1 | 2 | 3, text: string): Markup => tag(`h${level}`, {}, text);

/** A paragraph. */
export const paragraph = (...content: readonly Content[]): Markup => tag('p', {}, ...content);

/** A table with its caption and a header cell for each column. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly Content[])[]): Markup {
  const headings = head.map((text) => tag('th', { scope: 'col' }, text));
  const body = rows.map((cells) => tag('tr', {}, ...cells.map((cell) => tag('td', {}, cell))));
  return tag('table', {}, tag('caption', {}, caption), tag('thead', {}, tag('tr', {}, ...headings)), tag('tbody', {}, ...body));
}

/** Names with what they stand for. */
export function facts(pairs: readonly (readonly [name: string, value: Content])[]): Markup {
  return tag('dl', {}, ...pairs.flatMap(([name, value]) => [tag('dt', {}, name), tag('dd', {}, value)]));
}

function write(content: readonly Content[]): string {
  return content
    .map((one) => (one instanceof Markup ? one.html : typeof one === 'string' ? escapeHtml(one) : write(one)))
    .join('');
}
