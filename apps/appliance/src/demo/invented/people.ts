import { customerNames, familyNames } from './names.js';
import { dice } from './dice.js';
import { demoCaller, numberSource } from './reserved-numbers.js';

/** An invented customer. Numbers are E.164 from ranges kept for fiction; the address is in a domain kept for examples (RFC 2606). */
export interface InventedCustomer {
  readonly givenName: string;
  readonly familyName: string;
  readonly language: string;
  readonly numbers: readonly string[];
  readonly email: string;
}

const domains = ['example.com', 'example.org', 'example.net'];
const secondNumber = 0.3;

/** The customers of the demonstration site: the demo caller first, at last a household whose two members share one number. */
export function inventCustomers(seed: number): readonly InventedCustomer[] {
  const chance = dice(seed);
  const nextNumber = numberSource(chance);
  const customers = customerNames.map((name, at) => {
    const numbers = [at === 0 ? demoCaller : nextNumber(), ...(chance.chance(secondNumber) ? [nextNumber()] : [])];
    return customer(name, numbers, `customer${at + 1}@${chance.pick(domains)}`);
  });
  const shared = nextNumber();
  const family = familyNames.map((name, at) => customer(name, [shared], `household${at + 1}@example.org`));
  return [...customers, ...family];
}

/** Numbers that call without being in the directory. */
export function inventStrangers(seed: number, known: readonly InventedCustomer[], count: number): readonly string[] {
  const nextNumber = numberSource(dice(seed));
  const taken = new Set(known.flatMap(({ numbers }) => numbers));
  const strangers: string[] = [];
  while (strangers.length < count) {
    const number = nextNumber();
    if (!taken.has(number)) strangers.push(number);
  }
  return strangers;
}

function customer(
  [language, givenName, familyName]: (typeof customerNames)[number],
  numbers: readonly string[],
  email: string,
): InventedCustomer {
  return { givenName, familyName, language, numbers, email };
}
