/** Cyrillic letters in a spelling that Latin transliterations are folded to as well. */
const cyrillic: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', ё: 'io', є: 'e', ж: 'z', з: 'z', и: 'i', і: 'i', ї: 'i' },
  ...{ й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'c' },
  ...{ ч: 'c', ш: 's', щ: 's', ъ: '', ы: 'i', ь: '', э: 'e', ю: 'iu', я: 'ia' },
};
/** Latin letters that no accent is taken off. */
const latin: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 't', ı: 'i' },
};
/**
 * Spellings of the same sound in Polish, Estonian, German, Italian and English transliteration, in this order. Each makes names that
 * differ alike, which costs a look at more candidates; none makes equal names differ.
 */
const sounds: readonly (readonly [RegExp, string])[] = [
  [/szcz|shch|stsh|schtsch|sts/g, 's'],
  [/tsch|tch|tsh/g, 'c'],
  [/sch|sz|sh/g, 's'],
  [/zh/g, 'z'],
  [/kh/g, 'h'],
  [/ch|cz|ts|tz/g, 'c'],
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/ck|q/g, 'k'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/[yj]/g, 'i'],
  [/ae/g, 'a'],
  [/oe/g, 'o'],
  [/ue/g, 'u'],
];
/** What is left of soft vowels once doubled letters are one: `Мяги` and `Mägi`, `Мюллер` and `Müller`, `Пётр` and `Petr`. */
const vowels: readonly (readonly [RegExp, string])[] = [
  [/io|ie/g, 'e'],
  [/iu/g, 'u'],
  [/ia/g, 'a'],
];

/** Names of a person that are told apart; more of them are read as nobody's. */
const mostParts = 5;

/**
 * A name in small letters without accents, Cyrillic and Latin spellings folded to one. `Õunapuu` → `ounapu`, `Щербаков` and
 * `Szczerbakow` → `serbakov`. Letters of other scripts stay as they are.
 */
export function foldName(text: string): string {
  const plain = Array.from(text.toLowerCase().normalize('NFC'))
    .map((letter) => cyrillic[letter] ?? latin[letter] ?? letter.normalize('NFKD').replace(/\p{M}/gu, ''))
    .join('');
  return single(vowels.reduce(respelled, single(sounds.reduce(respelled, plain))));
}

function respelled(text: string, [spelling, sound]: readonly [RegExp, string]): string {
  return text.replace(spelling, sound);
}

function single(text: string): string {
  return text.replace(/(\p{L})\1+/gu, '$1');
}

/** The parts of a name, folded, in order, each once; hyphens, commas and points part them. At most five. */
export function nameParts(text: string): readonly string[] {
  const parts = text
    .split(/[\s\-–,.]+/u)
    .map((part) => foldName(part.replace(/[^\p{L}]/gu, '')))
    .filter((part) => part !== '');
  return [...new Set(parts)].slice(0, mostParts);
}

/**
 * What a name is indexed by: four letters of one part and one of another, for every ordered pair, since it is not known which part is
 * the family name. Empty for a name of one part.
 */
export function nameTerms(text: string): readonly string[] {
  const parts = nameParts(text);
  const pairs = parts.flatMap((family) => parts.filter((given) => given !== family).map((given) => termOf(family, given)));
  return [...new Set(pairs)];
}

/** The one term that a search for a name of several parts asks for: its last part as family name, its first as given name. */
export function searchedNameTerm(text: string): string | undefined {
  const parts = nameParts(text);
  const [given] = parts;
  const family = parts.at(-1);
  return given === undefined || family === undefined || parts.length < 2 ? undefined : termOf(family, given);
}

function termOf(family: string, given: string): string {
  return `${family.slice(0, 4)}+${given.slice(0, 1)}`;
}

/** How well a name answers what was typed: letter by letter, in a variant spelling, or not at all. Initials and beginnings count. */
export function matchName(typed: string, held: string): 'exact' | 'variant' | undefined {
  const [sought, found] = [nameParts(typed), nameParts(held)];
  const answered = sought.every((part) => found.some((other) => other === part || (isBeginning(part) && other.startsWith(part))));
  if (sought.length === 0 || !answered) return undefined;
  const letters = (text: string) =>
    text
      .toLowerCase()
      .normalize('NFC')
      .split(/[\s\-–,.]+/u)
      .filter(Boolean);
  const there = letters(held);
  return letters(typed).every((part) => there.includes(part)) ? 'exact' : 'variant';
}

/** An initial, or enough letters not to be a name of their own by chance. */
function isBeginning(part: string): boolean {
  return part.length === 1 || part.length >= 3;
}
