import { createHash } from 'node:crypto';
import type { GuardedKind } from './output-guard.js';

/** A line with what stands in it; `secret` must be gone from the line once it was guarded. */
export interface LabelledLine {
  readonly kind: GuardedKind;
  readonly line: string;
  readonly secret: string;
}

/** Numbers that repeat with their seed (mulberry32), so that a failure can be looked at again. */
export function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const upTo = (limit: number) => Math.floor(next() * limit);
  const digits = (count: number) => Array.from({ length: count }, () => upTo(10)).join('');
  const pick = <T>(list: readonly T[]): T => list[upTo(list.length)] as T;
  return { upTo, digits, pick };
}
type Dice = ReturnType<typeof dice>;

const sentences = [
  'Customer Mari Maasikas asked to be called back at {} after lunch',
  'call from {} was transferred to queue 3',
  'Wrote to {}, no answer yet',
  'Klient palus tagasi helistada: {}.',
  'Kõne numbrilt {} katkes 12 sekundi pärast',
  'Saatsime kirja: {} (Tallinn)',
  'Il cliente ha lasciato {} come recapito',
  'Richiamare {} domani alle 9:30',
  'Pagamento da {}; importo 12,50 EUR',
  'Proszę oddzwonić: {}, pilne',
  'Klient podał {} i prosi o kontakt',
  'Перезвонить клиенту: {} до 18:00',
  'Абонент {} не отвечает',
  'nr.{}',
  'contact={}',
  'GET /api/search?q={}',
];

const split = (text: string, sizes: readonly number[], by: string): string => {
  const parts: string[] = [];
  let at = 0;
  for (const size of sizes) {
    parts.push(text.slice(at, at + size));
    at += size;
  }
  return [...parts, text.slice(at)].filter((part) => part !== '').join(by);
};

/** Telephone numbers of five countries as people write them. */
function phone({ digits, pick }: Dice): string {
  const by = pick([' ', '-', '.', '\u00a0', '\u2011', ' - ', '']);
  const formats = [
    () => `+372${by}${split(`5${digits(7)}`, [4], by)}`,
    () => split(`5${digits(7)}`, [4], pick([' ', '-', ''])),
    () => `+39${by}${split(`3${digits(9)}`, [3, 3], by)}`,
    () => `(06) ${split(digits(8), [4], pick([' ', '']))}`,
    () => `+48${by}${split(`5${digits(8)}`, [3, 3], by)}`,
    () => split(`6${digits(8)}`, [3, 3], pick([' ', '-', ''])),
    () => `+7 (9${digits(2)}) ${digits(3)}-${digits(2)}-${digits(2)}`,
    () => `8 9${digits(2)} ${digits(3)} ${digits(2)} ${digits(2)}`,
    () => `00372${digits(8)}`,
    () => `+44${by}${split(`20${digits(8)}`, [2, 4], by)}`,
    () => `tel:+372${digits(8)}`,
    () => `%2B372${digits(8)}`,
  ];
  return pick(formats)();
}

function email({ digits, pick }: Dice): string {
  const name = pick([
    'mari',
    'jürgen.õun',
    'm.rossi',
    'łukasz',
    'anna_kowalska',
    'иван.петров',
    "o'neil",
    'a',
    'info+box',
    'k-k',
  ]);
  const domain = pick([
    'example.org',
    'mail.example.ee',
    'näide.ee',
    'пример.рф',
    'xn--nide-loa.example.com',
    'a-b.co.uk',
    'example.online',
  ]);
  return `${name}${pick(['', digits(2), `.${digits(4)}`])}${pick(['@', '@', '@', '%40', ' (at) '])}${domain}`;
}

const bban: Readonly<Record<string, number>> = { EE: 16, PL: 24, DE: 18, LT: 16, FI: 14, ES: 20, BE: 12 };
function iban({ digits, pick }: Dice): string {
  const country = pick(Object.keys(bban));
  const account = digits(bban[country] ?? 16);
  const numeric = `${account}${country.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))}00`;
  const check = 98n - (BigInt(numeric) % 97n);
  const whole = `${country}${String(check).padStart(2, '0')}${account}`;
  const by = pick(['', ' ', ' ', '-', '\u00a0']);
  return (pick([true, true, false]) ? whole : whole.toLowerCase()).replace(/(.{4})(?=.)/g, `$1${by}`);
}

function card({ digits, pick }: Dice): string {
  const american = pick([true, false, false]);
  const body = american ? `37${digits(12)}` : `${pick(['4', '51', '55', '2221'])}${digits(15)}`.slice(0, 15);
  const sum = Array.from(body)
    .reverse()
    .reduce((total, one, at) => {
      const digit = Number(one) * (at % 2 === 0 ? 2 : 1);
      return total + (digit > 9 ? digit - 9 : digit);
    }, 0);
  const whole = `${body}${(10 - (sum % 10)) % 10}`;
  return split(whole, american ? [4, 6] : [4, 4, 4], pick(['', ' ', '-']));
}

function ip({ upTo, pick }: Dice): string {
  const group = () => upTo(65_536).toString(16);
  const four = () => [81 + upTo(120), upTo(256), upTo(256), 1 + upTo(254)].join('.');
  return pick([
    four,
    four,
    () => `2001:db8:${[group(), group(), group(), group(), group(), group()].join(':')}`,
    () => `2001:db8:${group()}::${group()}`,
  ])();
}

const makers: Readonly<Record<Exclude<GuardedKind, 'canary'>, (dice: Dice) => string>> = { phone, email, iban, card, ip };

/** Lines with one personal thing in each, in five languages; `each` of every kind. */
export function personalLines(each: number, seed = 1): readonly LabelledLine[] {
  const thrown = dice(seed);
  return Object.entries(makers).flatMap(([kind, make]) =>
    Array.from({ length: each }, () => {
      const secret = make(thrown);
      const line = JSON.stringify({
        level: 'info',
        event: 'test.said',
        note: thrown.pick(sentences).replace('{}', () => secret),
      });
      return { kind: kind as GuardedKind, line, secret };
    }),
  );
}

/** Lines as programs write them, with nobody in them: ids, hexadecimal, durations, versions, dates, sizes, paths. */
export function cleanLines(count: number, seed = 2): readonly string[] {
  const { upTo, digits, pick } = dice(seed);
  const hex = (length: number) => createHash('sha256').update(digits(12)).digest('hex').slice(0, length);
  const uuid = () => hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const notes = [
    () => `node v${upTo(30)}.${upTo(30)}.${upTo(30)}`,
    () => `PostgreSQL 17.${upTo(9)} build ${upTo(999)}`,
    () => `release ${upTo(9)}.${upTo(99)}.${upTo(99)}-rc.${upTo(9)}`,
    () => `took ${upTo(9_999_999)} ms`,
    () => `${1_000_000 + upTo(8_000_000)} bytes in ${upTo(99)} files`,
    () => `id ${uuid()}`,
    () => hex(pick([16, 32, 40, 64])),
    () => `2026-11-${10 + upTo(18)}T10:${10 + upTo(49)}:00.${digits(3)}Z`,
    () => `${10 + upTo(18)}.11.2026 10:${10 + upTo(49)}`,
    () => `libs/platform/src/http/create-api.ts:${upTo(99_999)}`,
    () => `contact_${pick(['k3vmz2q7aa', 'abcdefghij', 'q7aa2k3vmz'])}`,
    () => `operative/000${upTo(9)}-recording`,
    () => `127.0.0.1:${1024 + upTo(60_000)}`,
    () => `${upTo(100)} % of ${upTo(9999)}`,
    () => `pid ${upTo(999_999)} exit ${upTo(255)}`,
    () => `${upTo(24)}:${10 + upTo(49)}:${10 + upTo(49)}`,
    () => `@voxkeep/platform@0.${upTo(9)}.${upTo(99)}`,
    () => `sha256-${createHash('sha256').update(digits(9)).digest('base64url')}`,
  ];
  return Array.from({ length: count }, () =>
    JSON.stringify({
      level: 'info',
      event: 'test.done',
      note: pick(notes)(),
      ms: upTo(2_000_000_000),
      octets: upTo(9e12),
      port: upTo(65_535),
    }),
  );
}
