import { ibanIn, isAddress, isCard, isInUuid, isTechnical } from './guarded-numbers.js';
import { isWorthLooking } from './worth-looking.js';

/** What the guard looks for. */
export type GuardedKind = 'email' | 'phone' | 'iban' | 'card' | 'ip' | 'canary';

/** A line as it may be written, and what was taken out of it. */
export interface GuardedLine {
  readonly line: string;
  readonly hits: readonly GuardedKind[];
}

const email =
  /[\p{L}\p{N}._%+'-]*[\p{L}\p{N}_]\s?(?:@|%40|\(at\)|\[at\])\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.(?:\p{L}{2,}|xn--[a-z0-9-]+)/giu;
const iban = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]{4}){2,7}(?:[ \u00a0-]?[A-Z0-9]{1,4})?(?![A-Za-z0-9])/gi;
const between = String.raw`[ ()./\u00a0\u2009\u202f\u2010-\u2015-]`;
const digits = new RegExp(
  String.raw`(?<![0-9_]|[0-9][.-]|[A-Fa-f0-9][A-Fa-f])(?:\+|%2B)?\(?\d(?:${between}{0,3}\d){6,18}(?!\w)`,
  'g',
);
const ip4 = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w.-]*\d)/g;
const ip6 =
  /(?<![\w:])(?:(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}:(?:[0-9a-f]{1,4}:){0,5}[0-9a-f]{1,4})(?![\w:])/gi;

const nothing: readonly GuardedKind[] = [];

/**
 * The last line of defence behind typed fields: searches the finished line for e-mail addresses, telephone numbers of at least
 * seven digits, IBANs, card numbers, network addresses and canary strings, and replaces what it finds. A hit is a defect of whoever
 * declared the event.
 */
export class OutputGuard {
  private readonly counts = new Map<GuardedKind, number>();

  constructor(private readonly canaries: readonly string[]) {}

  /** Checks everything behind `header` octets, which hold the line's own time and level. */
  check(line: string, header = 0): GuardedLine {
    if (!isWorthLooking(line, header) && !this.canaries.some((canary) => line.includes(canary, header)))
      return { line, hits: nothing };
    const hits: GuardedKind[] = [];
    const replace = (kind: GuardedKind) => {
      hits.push(kind);
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
      return `‹${kind}›`;
    };
    const rest = replaceNumbers(this.replaceWords(line.slice(header), replace), replace);
    return { line: line.slice(0, header) + rest, hits };
  }

  /** How often each kind was taken out since the process started; anything but zero is a defect to be found. */
  hits(): Readonly<Partial<Record<GuardedKind, number>>> {
    return Object.fromEntries(this.counts);
  }

  private replaceWords(text: string, replace: (kind: GuardedKind) => string): string {
    let rest = text;
    for (const canary of this.canaries) rest = rest.replaceAll(canary, () => replace('canary'));
    if (/@|%40|[([]at[)\]]/i.test(rest)) rest = rest.replace(email, () => replace('email'));
    return rest;
  }
}

function replaceNumbers(text: string, replace: (kind: GuardedKind) => string): string {
  return text
    .replace(iban, (found, at: number, line: string) => {
      const whole = ibanIn(found);
      return whole === undefined || isInUuid(at, line) ? found : replace('iban') + found.slice(whole.length);
    })
    .replace(ip4, (found, at: number, whole: string) => (isAddress(found, at, whole) ? replace('ip') : found))
    .replace(ip6, () => replace('ip'))
    .replace(digits, (found, at: number, whole: string) => {
      if (isTechnical(found, at, whole)) return found;
      return replace(isCard(found) ? 'card' : 'phone');
    });
}
