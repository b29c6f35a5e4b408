import { NameAddrHeader } from 'sip.js/lib/core/index.js';
import { isKind, trimmed } from './message-head.js';
import { parseUri } from './uri.js';

const QUOTED = /"(?:[^"\\]|\\.)*"/y;
const UNQUOTED_NAME = /^[\w\-.!%*+`'~ \t\x80-\xff]*$/;
const PARAMETER = /[ \t]*;[ \t]*([\w\-.!%*+`'~]+)(?:[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|[\w\-.!%*+`'~[\]:/@<>?&$#]*))?/y;

/**
 * Reads an address with its name and parameters, as in From, To and Contact (RFC 3261 §20.10); undefined when it is none. Each
 * character is looked at a bounded number of times.
 */
export function parseNameAddress(value: string): NameAddrHeader | undefined {
  const name = leadingName(value);
  if (name === undefined) return undefined;
  const bracketed = value.charAt(name.end) === '<';
  const start = bracketed ? name.end + 1 : name.end;
  const end = bracketed ? value.indexOf('>', start) : endOfBareUri(value, start);
  if (end < 0) return undefined;
  const uri = parseUri(trimmed(value.slice(start, end)));
  if (!uri) return undefined;
  const address = new NameAddrHeader(uri, name.text, {});
  return takeParameters(address, value, bracketed ? end + 1 : end) ? address : undefined;
}

/** Cuts a header that may have several values at the commas outside of quotes and angle brackets (RFC 3261 §7.3.1). */
export function splitList(value: string): readonly string[] {
  const items: string[] = [];
  let from = 0;
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    if (character === '"') at = afterQuoted(value, at) - 1;
    else if (character === '<') at = endOr(value.indexOf('>', at), value.length);
    else if (character === ',') {
      items.push(trimmed(value.slice(from, at)));
      from = at + 1;
    }
  }
  return [...items, trimmed(value.slice(from))];
}

/** The name before an address and where the address begins. */
function leadingName(value: string): { readonly text: string; readonly end: number } | undefined {
  if (value.startsWith('"')) {
    const after = afterQuoted(value, 0);
    const open = value.indexOf('<', after);
    if (open < 0 || trimmed(value.slice(after, open)) !== '') return undefined;
    return { text: value.slice(1, after - 1), end: open };
  }
  const open = value.indexOf('<');
  const before = value.slice(0, Math.max(0, open));
  return UNQUOTED_NAME.test(before) ? { text: trimmed(before), end: Math.max(0, open) } : undefined;
}

/** Without brackets, what follows a semicolon belongs to the header, and a URI with comma or question mark must not stand (§20). */
function endOfBareUri(value: string, start: number): number {
  const semicolon = value.indexOf(';', start);
  return semicolon < 0 ? value.length : semicolon;
}

function afterQuoted(value: string, at: number): number {
  QUOTED.lastIndex = at;
  return QUOTED.test(value) ? QUOTED.lastIndex : value.length;
}

/** Gives an address its parameters; false when something else stands there. */
function takeParameters(address: NameAddrHeader, value: string, start: number): boolean {
  let at = start;
  while (at < value.length) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(value);
    if (!match) return trimmed(value.slice(at)) === '';
    const [, name = '', given] = match;
    if (isKind(name)) return false;
    address.setParam(name, given);
    at = PARAMETER.lastIndex;
  }
  return true;
}

const endOr = (found: number, otherwise: number): number => (found < 0 ? otherwise : found);
