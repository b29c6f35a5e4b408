import { normaliseEmail, normalisePhone } from '@voxkeep/personal-data';
import { inventCustomers, inventStrangers } from './people.js';
import { demoCaller, isReserved } from './reserved-numbers.js';

const customers = inventCustomers(7);
const numbers = customers.flatMap((customer) => customer.numbers);

describe('the invented customers', () => {
  it('are the same for the same seed', () => {
    expect(inventCustomers(7)).toEqual(customers);
    expect(inventCustomers(8)).not.toEqual(customers);
  });

  it('share no number, but for the one household', () => {
    const shared = numbers.filter((number, at) => numbers.indexOf(number) !== at);
    expect(shared).toHaveLength(1);
    const household = customers.filter((customer) => customer.numbers.includes(shared[0] ?? ''));
    expect(household.map(({ familyName }) => familyName)).toEqual(['Rannapuusalu', 'Rannapuusalu']);
  });

  it('have only numbers that are kept for fiction and that are written in their normal form', () => {
    expect(numbers.filter((number) => !isReserved(number))).toEqual([]);
    expect(numbers.map((value) => normalisePhone(value, 'EE'))).toEqual(numbers.map((value) => ({ kind: 'e164', value })));
  });

  it('have e-mail addresses of their own in domains kept for examples', () => {
    const emails = customers.map(({ email }) => email);
    expect(new Set(emails).size).toBe(customers.length);
    expect(emails.every((email) => /@example\.(com|org|net)$/.test(email))).toBe(true);
    expect(emails.map((value) => normaliseEmail(value))).toEqual(emails.map((value) => ({ kind: 'email', value })));
  });

  it('begin with the demo caller', () => {
    expect(customers[0]?.numbers[0]).toBe(demoCaller);
  });

  it('are strangers to those who call without being known', () => {
    const strangers = inventStrangers(9, customers, 60);
    expect(new Set(strangers).size).toBe(60);
    expect(strangers.filter((number) => numbers.includes(number) || !isReserved(number))).toEqual([]);
  });
});

describe('a reserved number', () => {
  it.each(['+37251234567', '+442079461018', '+4420794600181', '+12025550200'])('is not %s', (number) => {
    expect(isReserved(number)).toBe(false);
  });
});
