/**
 * Who is called, as a `tel:` or `sip:` URI, a header value or text as typed says it. `user` is the part before the parameters,
 * unescaped; `context` is the `phone-context` that a number without `+` is to be read in (RFC 3966 §5.1.5): the leading digits of a
 * public number (`+39`), or `local` where it names a domain, so that the number is nobody's public one.
 */
export interface CalledAddress {
  readonly user: string;
  readonly host?: string;
  readonly context?: `+${string}` | 'local';
  /** The digits of an extension behind the number (`ext`): another end, the same number. */
  readonly ext?: string;
}

const longest = 2048;
const separators = /[\s()./-]/g;

/**
 * Reads an address in time linear to its length; undefined when it is longer than any address is. Of the parameters of a telephone
 * number (RFC 3966 §3) `phone-context` and `ext` are read, before the host or behind it; `isub` and `postd` are what is sent after
 * the connection stands, belong to no number and are left out.
 */
export function readCalledAddress(text: string): CalledAddress | undefined {
  if (text.length > longest) return undefined;
  const [scheme, rest] = withoutScheme(withoutName(text));
  const { host, parameters, ...parts } = partsOf(rest, scheme === 'tel' ? -1 : rest.indexOf('@'));
  const user = decoded(parts.user).trim();
  const context = user.startsWith('+') ? undefined : contextOf(parameters.get('phone-context'));
  const ext = parameters.get('ext')?.replace(separators, '');
  return {
    user,
    ...(host !== undefined && { host }),
    ...(context !== undefined && { context }),
    ...(ext !== undefined && /^\d{1,15}$/.test(ext) && { ext }),
  };
}

/** The number that is meant, to be read in the region of its place: with the digits that its context puts before it. */
export function dialledNumber({ user, context }: Pick<CalledAddress, 'user' | 'context'>): string {
  const digits = user.replace(separators, '');
  const isWhole = context === undefined || context === 'local' || digits.startsWith('00') || !/^\d+$/.test(digits);
  return isWhole ? user : `${context}${digits}`;
}

/** What stands between the last `<` and its `>`; a display name before may hold anything. */
function withoutName(text: string): string {
  const open = text.lastIndexOf('<');
  if (open < 0) return text.trim();
  const close = text.indexOf('>', open);
  return text.slice(open + 1, close < 0 ? undefined : close).trim();
}

function withoutScheme(text: string): readonly [scheme: string | undefined, rest: string] {
  const [whole, scheme] = /^(sips?|tel):/i.exec(text) ?? [''];
  return [scheme?.toLowerCase(), text.slice(whole.length)];
}

interface AddressParts {
  readonly user: string;
  readonly host?: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** A `;` or `?` before the `@` belongs to the user (RFC 3261 §25.1); behind it begin the parameters of the URI. */
function partsOf(rest: string, firstAt: number): AddressParts {
  const behind = firstAt < 0 ? -1 : rest.slice(firstAt).search(/[;?]/);
  const end = behind < 0 ? rest.length : firstAt + behind;
  const at = firstAt < 0 ? -1 : rest.lastIndexOf('@', end);
  const [named = '', ...own] = (at < 0 ? withoutQuery(rest) : rest.slice(0, at)).split(';');
  const user = at < 0 ? named : withoutPassword(named);
  const parameters = new Map([...rest.slice(end).split(/[;?]/), ...own].flatMap(parameterOf));
  const host =
    at < 0
      ? undefined
      : rest
          .slice(at + 1, end)
          .toLowerCase()
          .replace(/:\d{1,5}$/, '');
  return { user, ...(host !== undefined && { host }), parameters };
}

const withoutQuery = (text: string): string => text.split('?', 1)[0] ?? '';
const withoutPassword = (user: string): string => user.split(':', 1)[0] ?? '';

function parameterOf(text: string): readonly (readonly [string, string])[] {
  const equals = text.indexOf('=');
  return equals < 0 ? [] : [[text.slice(0, equals).trim().toLowerCase(), decoded(text.slice(equals + 1)).trim()]];
}

/** What is neither leading digits nor a domain says no more than that the number needs a context: it is local as well. */
function contextOf(value: string | undefined): CalledAddress['context'] {
  if (value === undefined) return undefined;
  const digits = value.replace(separators, '');
  return /^\+\d{1,15}$/.test(digits) ? `+${digits.slice(1)}` : 'local';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
