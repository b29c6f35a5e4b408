const [quote, percent, open, dot, zero, nine, colon, at, bracket] = [34, 37, 40, 46, 48, 57, 58, 64, 91];
const enoughDigits = 7;
const longestGap = 3;

/** What was counted since the last quotation mark, or since a gap between digits that was too long for one number. */
interface Counted {
  digits: number;
  gap: number;
  dots: number;
  colons: number;
}

/**
 * Whether a line can hold anything that the guard looks for; most lines cannot, and one pass over their characters is much cheaper
 * than the expressions. Says yes to an `@` in any spelling, to seven digits that stand close together, to four groups of digits with
 * dots, and to two colons within one text.
 */
export function isWorthLooking(line: string, from: number): boolean {
  const counted: Counted = { digits: 0, gap: 0, dots: 0, colons: 0 };
  for (let place = from; place < line.length; place += 1) {
    const sign = line.charCodeAt(place);
    if (sign >= zero && sign <= nine) {
      counted.digits += 1;
      counted.gap = 0;
      if (counted.digits >= enoughDigits) return true;
    } else if (isAt(line, place, sign) || isMany(counted, sign, line.charCodeAt(place - 1))) return true;
  }
  return false;
}

/** Counts a sign that is no digit; true when there are enough dots or colons. */
function isMany(counted: Counted, sign: number, before: number): boolean {
  if (sign === quote) {
    counted.digits = counted.dots = counted.colons = 0;
  } else if (sign === colon && before !== quote) {
    counted.colons += 1;
  } else if (sign === dot && counted.gap === 0 && counted.digits > 0) {
    counted.dots += 1;
  }
  counted.gap += 1;
  if (counted.gap > longestGap) counted.digits = counted.dots = 0;
  return counted.dots >= 3 || counted.colons >= 2;
}

/** `@`, `%40`, `(at)`, `[at]`. */
function isAt(line: string, place: number, sign: number): boolean {
  if (sign === percent) return line.startsWith('40', place + 1);
  if (sign === open || sign === bracket) return line.startsWith('at', place + 1);
  return sign === at;
}
