/** What the guard looks for. */
export type GuardedKind = 'email' | 'phone' | 'iban' | 'card' | 'canary';

/** A line as it may be written, and what was taken out of it. */
export interface GuardedLine {
  readonly line: string;
  readonly hits: readonly GuardedKind[];
}

const email = /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;
const iban = /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)/g;
const digits = /(?<![\w.-])\+?\(?\d(?:[ ()./-]{0,2}\d){6,18}(?!\w)/g;

/**
 * The last line of defence behind typed fields: searches the finished line for e-mail addresses, telephone numbers of at least
 * seven digits, IBANs (ISO 13616 check digits), card numbers (Luhn) and canary strings, and replaces what it finds. Numbers that
 * stand bare in the JSON are declared counts and are left alone.
 */
export class OutputGuard {
  private readonly counts = new Map<GuardedKind, number>();

  constructor(private readonly canaries: readonly string[]) {}

  /** Checks everything behind `header` octets, which hold the line's own time and level. */
  check(line: string, header = 0): GuardedLine {
    const hits: GuardedKind[] = [];
    const replace = (kind: GuardedKind) => {
      hits.push(kind);
      this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
      return `‹${kind}›`;
    };
    let rest = line.slice(header);
    for (const canary of this.canaries) rest = rest.replaceAll(canary, () => replace('canary'));
    if (rest.includes('@')) rest = rest.replace(email, () => replace('email'));
    rest = rest.replace(iban, (found) => (isIban(found) ? replace('iban') : found));
    rest = rest.replace(digits, (found, at: number, whole: string) =>
      isBareNumber(found, at, whole) ? found : replace(isCard(found) ? 'card' : 'phone'),
    );
    return { line: line.slice(0, header) + rest, hits };
  }

  /** How often each kind was taken out since the process started; anything but zero is a defect to be found. */
  hits(): Readonly<Partial<Record<GuardedKind, number>>> {
    return Object.fromEntries(this.counts);
  }
}

/** `:1234567,` – a JSON number – against `"1234567"` or `+1234567`. */
function isBareNumber(found: string, at: number, whole: string): boolean {
  return /^\d+$/.test(found) && /[:,[]/.test(whole[at - 1] ?? '') && /[,}\]]/.test(whole[at + found.length] ?? '');
}

function isIban(found: string): boolean {
  const compact = found.replaceAll(' ', '');
  const rearranged = (compact.slice(4) + compact.slice(0, 4)).replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let remainder = 0;
  for (const digit of rearranged) remainder = (remainder * 10 + Number(digit)) % 97;
  return remainder === 1;
}

function isCard(found: string): boolean {
  const plain = found.replace(/\D/g, '');
  if (plain.length < 13) return false;
  const sum = Array.from(plain)
    .reverse()
    .reduce((total, digit, at) => total + luhn(Number(digit), at % 2 === 1), 0);
  return sum % 10 === 0;
}

function luhn(digit: number, doubled: boolean): number {
  if (!doubled) return digit;
  return digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
}
