import { declaredAct } from '@voxkeep/contracts';
import { dayOf, formatDuration, formatMoment, formatTime, localeOf } from './time-in.js';
import type { ReportTexts } from './texts/texts.js';

type Values = Readonly<Record<string, string | number>>;
type Group = 'text' | 'activity' | 'names' | 'codes';

/**
 * Everything a reader sees of a report, in one language: sentences, names, codes, times and numbers. What the language lacks is
 * said in the fallback language, which lacks nothing that the product knows; an unknown code reads as itself.
 */
export class Wording {
  readonly #texts: readonly ReportTexts[];
  readonly #plurals: Intl.PluralRules;
  readonly #numbers: Intl.NumberFormat;
  readonly #sizes: Intl.NumberFormat;
  readonly #dates: Intl.DateTimeFormat;

  /** `texts` are asked in their order, the language itself first. `timeZone` is an IANA name. */
  constructor(
    texts: readonly [ReportTexts, ...ReportTexts[]],
    readonly timeZone: string,
  ) {
    this.#texts = texts;
    this.#plurals = new Intl.PluralRules(this.language);
    this.#numbers = new Intl.NumberFormat(localeOf(this.language), { useGrouping: 'min2' });
    this.#sizes = new Intl.NumberFormat(this.language, { maximumFractionDigits: 1 });
    this.#dates = new Intl.DateTimeFormat(localeOf(this.language), { timeZone, dateStyle: 'medium' });
  }

  get language(): string {
    return this.#texts[0]?.language ?? 'en';
  }

  /** A sentence, its `{names}` replaced. */
  say(key: string, values: Values = {}): string {
    return fill(this.#find('text', key) ?? key, this.#printed(values));
  }

  /** A sentence about `n` of something, in the right plural form. */
  count(key: string, n: number, values: Values = {}): string {
    const form = this.#find('text', `${key}#${this.#plurals.select(n)}`) ?? this.#find('text', `${key}#other`) ?? key;
    return fill(form, this.#printed({ ...values, n }));
  }

  /** One of the four texts of an activity, or undefined when none is known. */
  activity(code: string, part: 'title' | 'purposes' | 'legalBasis' | 'recipients'): string | undefined {
    return this.#find('activity', `${code}.${part}`);
  }

  /** `field.phone` → “Phone number”. */
  field(label: string): string {
    return this.#find('names', label) ?? opened(label.replace(/^field\./, ''));
  }

  /** `closed_contact` → “Contacts (history)”. */
  table(name: string): string {
    return this.#find('names', `table.${name}`) ?? opened(name);
  }

  database(name: string): string {
    return this.#find('names', `database.${name}`) ?? name;
  }

  /** A term of the Data Privacy Vocabulary, with or without its prefix. */
  category(term: string): string {
    const name = term.replace(/^pd:/, '');
    return this.#find('names', `category.${name}`) ?? opened(name);
  }

  origin(code: string): string {
    return this.#find('names', `origin.${code}`) ?? code;
  }

  word(code: string | null): string {
    if (code === null || code === '') return this.say('empty');
    return this.#find('codes', `word.${code}`) ?? opened(code);
  }

  /** Whether a code has a word; text that is no code is left as it is. */
  knows(code: string): boolean {
    return this.#find('codes', `word.${code}`) !== undefined;
  }

  /** Whether a name or a code is known in any of the languages asked. */
  has(group: Group, key: string): boolean {
    return this.#find(group, key) !== undefined;
  }

  /** An act of the audit log. */
  action(code: string): string {
    return this.#find('codes', `action.${declaredAct(code)}`) ?? opened(code);
  }

  /** A code or an act of the audit log in words; text that is neither is left as it is. */
  coded(code: string): string {
    if (this.has('codes', `action.${declaredAct(code)}`)) return this.action(code);
    return this.knows(code) ? this.word(code) : code;
  }

  /** What became of a recording, as pages say it: “withdrawn” is said of a consent, too. What else has outcomes is in its own words. */
  outcome(code: string): string {
    return this.#find('codes', `outcome.${code}`) ?? this.coded(code);
  }

  /** Why something was withheld. */
  reason(code: string): string {
    return this.#find('text', `reason.${code}`) ?? opened(code);
  }

  /** A moment to the second, with its zone; beside another moment of the same day only the time. */
  moment(iso: string, beside?: string): string {
    if (beside !== undefined && dayOf(this.timeZone, iso) === dayOf(this.timeZone, beside))
      return formatTime(this.language, this.timeZone, iso, beside);
    return formatMoment(this.language, this.timeZone, iso);
  }

  date(iso: string): string {
    return this.#dates.format(new Date(iso));
  }

  number(n: number): string {
    return this.#numbers.format(n);
  }

  duration(seconds: number): string {
    return formatDuration(seconds);
  }

  /** Octets as kilobytes. */
  size(octets: number): string {
    return this.say('bytes', { n: this.#sizes.format(octets / 1024) });
  }

  #printed(values: Values): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? this.number(value) : value]),
    );
  }

  #find(group: Group, key: string): string | undefined {
    return this.#texts.map((texts) => texts[group][key]).find((text) => text !== undefined && text !== '');
  }
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function opened(code: string): string {
  return code.replace(/[-_.]+/g, ' ').trim();
}
