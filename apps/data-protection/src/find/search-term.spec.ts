import { searchOf, searchTerm } from './search-term.js';

describe('a number that is looked for', () => {
  const whole = (value: string) => ({ by: 'term', term: { kind: 'phone', value }, reason: 'number' });

  it.each([
    ['+372 5123 4567', '+37251234567'],
    ['5123 4567', '+37251234567'],
    ['tel:5123-4567;phone-context=+372', '+37251234567'],
    ['+372 1234567', '+3721234567'],
  ])('as %s is found by the index of the whole', (phone, value) => {
    expect(searchOf({ phone }, 'EE')).toEqual(whole(value));
  });

  it('of a range that the plan data do not know may be a whole number or the end of one', () => {
    expect(searchOf({ phone: '123 4567' }, 'EE')).toEqual({
      ...{ by: 'digits', digits: '1234567' },
      term: { kind: 'phone', value: '+3721234567' },
    });
    expect(searchTerm({ phone: '123 4567' }, 'EE')).toEqual(searchTerm({ phone: '+372 123 4567' }, 'EE'));
  });

  it('of few digits may be an extension or the end of a number', () => {
    expect(searchOf({ phone: '4567' }, 'EE')).toEqual({
      ...{ by: 'digits', digits: '4567' },
      term: { kind: 'phone', value: 'ext:4567' },
    });
  });
});
