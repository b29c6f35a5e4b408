/** One element: local name, attributes by local name, children in document order, character data. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** A document as read. `repaired`: an `&` stood where `&amp;` belongs, and was taken as written. */
export interface XmlDocument {
  readonly root: XmlElement;
  readonly repaired: boolean;
}

interface OpenElement {
  readonly qualifiedName: string;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 5000;
const MAX_ATTRIBUTES = 64;
const MAX_REFERENCES = 2000;
const REFERENCE = /&(?:#(\d{1,7}|x[\da-fA-F]{1,6})|(amp|lt|gt|quot|apos));/y;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const SPACE = ' \t\r\n';

/** What cannot be read; never leaves this file. */
class Unreadable extends Error {}

/**
 * Reads a well-formed document without a document type definition (so no entity can be defined, let alone expanded). The one
 * deviation that is mended is an `&` that was not escaped, as in `<name>Smith & Sons</name>`. One pass, every character looked at a
 * bounded number of times; at most 64 levels, 5,000 elements, 64 attributes each and 2,000 references. Undefined for anything else; never throws.
 */
export function parseXml(text: string): XmlDocument | undefined {
  try {
    return new Reader(text).read();
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** The children of an element by local name, in document order. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The first attribute present among the given local names. */
export function attributeOf(element: XmlElement, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = element.attributes.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The character data of an element, trimmed; undefined when empty. */
export function textOf(element: XmlElement | undefined): string | undefined {
  const text = element?.text.trim();
  return text === '' ? undefined : text;
}

class Reader {
  #at = 0;
  #elements = 0;
  #references = 0;
  #repaired = false;
  #root: XmlElement | undefined;
  readonly #open: OpenElement[] = [];

  constructor(private readonly text: string) {}

  read(): XmlDocument {
    while (this.#at < this.text.length) {
      if (this.text[this.#at] === '<') this.#markup();
      else this.#characters();
    }
    if (!this.#root || this.#open.length > 0) throw new Unreadable();
    return { root: this.#root, repaired: this.#repaired };
  }

  #markup(): void {
    if (this.#follows('<!--')) this.#skipPast('-->');
    else if (this.#follows('<![CDATA[')) this.#add(this.#takeUntil('<![CDATA[', ']]>'));
    else if (this.#follows('<?')) this.#skipPast('?>');
    else if (this.#follows('</')) this.#end();
    else this.#start();
  }

  #characters(): void {
    const end = this.text.indexOf('<', this.#at);
    const stop = end < 0 ? this.text.length : end;
    const text = this.text.slice(this.#at, stop);
    this.#at = stop;
    if (this.#open.length > 0) this.#add(this.#decoded(text));
    else if (text.trim() !== '') throw new Unreadable();
  }

  #end(): void {
    const name = this.#takeUntil('</', '>').trimEnd();
    const element = this.#open.pop();
    if (element?.qualifiedName !== name) throw new Unreadable();
    this.#close(element);
  }

  #start(): void {
    this.#at += 1;
    const qualifiedName = this.#name();
    const attributes = this.#attributes();
    const element = { qualifiedName, name: localName(qualifiedName), attributes, children: [], text: '' };
    this.#elements += 1;
    if (this.#root || this.#elements > MAX_ELEMENTS || this.#open.length >= MAX_DEPTH) throw new Unreadable();
    if (this.#follows('/>')) {
      this.#at += 2;
      this.#close(element);
    } else {
      this.#expect('>');
      this.#open.push(element);
    }
  }

  #attributes(): ReadonlyMap<string, string> {
    const attributes = new Map<string, string>();
    for (;;) {
      const spaced = this.#skipSpace();
      const next = this.text[this.#at];
      if (next === '>' || next === '/') return attributes;
      if (!spaced || attributes.size >= MAX_ATTRIBUTES) throw new Unreadable();
      const name = localName(this.#name());
      this.#skipSpace();
      this.#expect('=');
      this.#skipSpace();
      const value = this.#decoded(this.#quoted());
      if (!attributes.has(name)) attributes.set(name, value);
    }
  }

  #quoted(): string {
    const quote = this.text[this.#at];
    if (quote !== '"' && quote !== "'") throw new Unreadable();
    const value = this.#takeUntil(quote, quote);
    if (value.includes('<')) throw new Unreadable();
    return value;
  }

  #name(): string {
    const start = this.#at;
    while (this.#at < this.text.length && isNameCharacter(this.text.charCodeAt(this.#at))) this.#at += 1;
    const name = this.text.slice(start, this.#at);
    if (!/^[^\d.-]/.test(name)) throw new Unreadable();
    return name;
  }

  #close({ name, attributes, children, text }: OpenElement): void {
    const element = { name, attributes, children, text };
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else this.#root = element;
  }

  #add(text: string): void {
    const element = this.#open.at(-1);
    if (!element) throw new Unreadable();
    element.text += text;
  }

  /** References to characters and the five predefined entities; another `&` stays as it is. */
  #decoded(text: string): string {
    let decoded = '';
    let from = 0;
    for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
      decoded += text.slice(from, at);
      const [written, character] = this.#reference(text, at);
      decoded += character;
      from = at + written;
    }
    return from === 0 ? text : decoded + text.slice(from);
  }

  #reference(text: string, at: number): readonly [written: number, character: string] {
    this.#references += 1;
    if (this.#references > MAX_REFERENCES) throw new Unreadable();
    REFERENCE.lastIndex = at;
    const [whole = '&', code, name = ''] = REFERENCE.exec(text) ?? [];
    const character = code === undefined ? ENTITIES.get(name) : characterOf(code);
    this.#repaired ||= character === undefined;
    return [whole.length, character ?? whole];
  }

  #follows(text: string): boolean {
    return this.text.startsWith(text, this.#at);
  }

  #expect(text: string): void {
    if (!this.#follows(text)) throw new Unreadable();
    this.#at += text.length;
  }

  #skipSpace(): boolean {
    const start = this.#at;
    while (this.#at < this.text.length && SPACE.includes(this.text[this.#at] ?? '')) this.#at += 1;
    return this.#at > start;
  }

  #skipPast(end: string): void {
    this.#takeUntil('', end);
  }

  /** What lies between an opening, at which the reader stands, and the next closing; a closing that is missing ends the reading. */
  #takeUntil(opening: string, closing: string): string {
    const start = this.#at + opening.length;
    const end = this.text.indexOf(closing, start);
    if (end < 0) throw new Unreadable();
    this.#at = end + closing.length;
    return this.text.slice(start, end);
  }
}

const localName = (qualifiedName: string): string => qualifiedName.slice(qualifiedName.indexOf(':') + 1);

/** Letters, digits, `-._:` and everything beyond ASCII. */
function isNameCharacter(code: number): boolean {
  if (code > 127) return true;
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 58) || [45, 46, 95].includes(code);
}

function characterOf(code: string): string | undefined {
  const point = /^x/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number(code);
  return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff) ? String.fromCodePoint(point) : undefined;
}
