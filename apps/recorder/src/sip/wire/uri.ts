import { URI } from 'sip.js/lib/core/index.js';
import { isKind } from './message-head.js';

const SIP_SCHEME = /^sips?:/i;
const OTHER_SCHEME = /^[a-z][a-z0-9+.-]*:[\x21\x23-\x3b\x3d\x3f-\x7e]+$/i;
const USER = /^[\w\-.!~*'()&=+$,;?/%#]+$/;
const PASSWORD = /^[\w\-.!~*'()&=+$,%]*$/;
const HOST_PORT = /^(\[[0-9a-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i;
const PARAMETER = /^[\w\-.!~*'()[\]/:&+$%]+$/;
const HEADER = /^[\w\-.!~*'()[\]/?:+$%=&]*$/;

/** A URI of another scheme, such as `tel:`, which the library can carry as long as it never takes it apart. */
class OpaqueUri extends URI {
  constructor(private readonly text: string) {
    super(text.slice(0, text.indexOf(':')), '', text);
  }

  override clone(): OpaqueUri {
    return new OpaqueUri(this.text);
  }

  override toRaw(): string {
    return this.text;
  }

  override toString(): string {
    return this.text;
  }
}

/**
 * Reads a URI (RFC 3261 §25.1); undefined when it is none. Linear, where the library's generated grammar tries alternatives. The user
 * stays escaped as it came: the library unescapes it again when it writes it, and would throw at a lone per cent sign.
 */
export function parseUri(text: string): URI | undefined {
  const scheme = SIP_SCHEME.exec(text)?.[0];
  if (scheme !== undefined) return parseSipUri(scheme.slice(0, -1).toLowerCase(), text.slice(scheme.length));
  return OTHER_SCHEME.test(text) ? new OpaqueUri(text) : undefined;
}

function parseSipUri(scheme: string, text: string): URI | undefined {
  const at = text.indexOf('@');
  const user = at < 0 ? '' : userIn(text.slice(0, at));
  const [beforeHeaders = '', ...headers] = text.slice(at + 1).split('?');
  const [hostPort = '', ...parameters] = beforeHeaders.split(';');
  if (user === undefined || !headers.every((part) => HEADER.test(part))) return undefined;
  const uri = uriOf(scheme, user, hostPort);
  if (headers.length > 0) uri?.setHeader('found', headers); // of which only their presence matters
  return uri && takeParameters(uri, parameters) ? uri : undefined;
}

function uriOf(scheme: string, user: string, hostPort: string): URI | undefined {
  const [, host, digits] = HOST_PORT.exec(hostPort) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  return host === undefined || (port ?? 0) > 65_535 ? undefined : new URI(scheme, user, host, port);
}

/** User and password together, as the library keeps them. */
function userIn(text: string): string | undefined {
  const [user = '', ...password] = text.split(':');
  if (!USER.test(user) || password.length > 1 || !PASSWORD.test(password[0] ?? '')) return undefined;
  return canBeUnescaped(text) ? text : undefined;
}

function canBeUnescaped(text: string): boolean {
  if (!text.includes('%')) return true;
  try {
    return decodeURIComponent(text).length > 0;
  } catch {
    return false;
  }
}

function takeParameters(uri: URI, parameters: readonly string[]): boolean {
  for (const parameter of parameters) {
    const [name = '', value, ...more] = parameter.split('=');
    if (!PARAMETER.test(name) || isKind(name) || more.length > 0) return false;
    if (value !== undefined && !PARAMETER.test(value)) return false;
    uri.setParam(name, value);
  }
  return true;
}
