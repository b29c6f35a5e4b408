import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One element: its attributes carry the prefix `@`, its character data is `#text`, every child name holds a list. */
export type XmlElement = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  alwaysCreateTextNode: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
});

/**
 * Parses a well-formed document without a document type definition (so no entity can be defined, let alone expanded).
 * Returns undefined for anything else; never throws.
 */
export function parseXml(text: string): XmlElement | undefined {
  if (/<!DOCTYPE/i.test(text)) return undefined;
  try {
    if (XMLValidator.validate(text) !== true) return undefined;
    const parsed: unknown = parser.parse(text);
    return isElement(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The children of an element by local name, in document order. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  const children = Object.hasOwn(element, name) ? element[name] : undefined;
  return Array.isArray(children) ? children.filter(isElement) : [];
}

/** The first attribute present among the given names, with the five predefined entities decoded. */
export function attributeOf(element: XmlElement, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(element, `@${name}`) ? element[`@${name}`] : undefined;
    if (typeof value === 'string') return decodeEntities(value);
  }
  return undefined;
}

/** The character data of an element, trimmed; undefined when empty. */
export function textOf(element: XmlElement | undefined): string | undefined {
  const text = element?.['#text'];
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  return decodeEntities(text.trim());
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const decodeEntities = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => ENTITIES[name] ?? whole);

const isElement = (value: unknown): value is XmlElement => typeof value === 'object' && value !== null && !Array.isArray(value);
