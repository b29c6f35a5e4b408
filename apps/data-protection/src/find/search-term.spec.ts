import { searchOf, searchTerm } from './search-term.js';

describe('a number that is looked for', () => {
  const terms = (...values: string[]) => values.map((value) => ({ kind: 'phone', value }));
  const whole = (value: string) => ({ by: 'term', terms: terms(value), reason: 'number' });

  it.each([
    ['+372 5123 4567', '+37251234567'],
    ['5123 4567', '+37251234567'],
    ['tel:5123-4567;phone-context=+372', '+37251234567'],
    ['+372 1234567', '+3721234567'],
  ])('as %s is found by the index of the whole', (phone, value) => {
    expect(searchOf({ phone }, ['EE'])).toMatchObject(whole(value));
  });

  it('of a range that the plan data do not know may be a whole number or the end of one', () => {
    expect(searchOf({ phone: '123 4567' }, ['EE'])).toEqual({
      ...{ by: 'digits', digits: '1234567' },
      terms: terms('+3721234567'),
      readAs: ['+3721234567'],
    });
    expect(searchTerm({ phone: '123 4567' }, 'EE')).toEqual(searchTerm({ phone: '+372 123 4567' }, 'EE'));
  });

  it('of few digits may be an extension or the end of a number', () => {
    expect(searchOf({ phone: '4567' }, ['EE'])).toEqual({
      ...{ by: 'digits', digits: '4567' },
      terms: terms('ext:4567'),
      readAs: null,
    });
  });

  it('without its country code is read as one of every region that calls come from', () => {
    expect(searchOf({ phone: '020 7946 0018' }, ['EE', 'GB'])).toEqual({
      ...{ by: 'term', reason: 'number' },
      terms: terms('+442079460018'),
      readAs: ['+442079460018'],
    });
  });

  it('of no region of the site is the end of one of another country, whatever is dialled before it', () => {
    expect(searchOf({ phone: '020 7946 0018' }, ['EE'])).toEqual({ by: 'digits', digits: '2079460018', terms: [], readAs: [] });
  });

  it('with its country code leaves nothing to be read', () => {
    expect(searchOf({ phone: '+44 20 7946 0018' }, ['EE', 'GB'])).toMatchObject({ terms: terms('+442079460018'), readAs: null });
  });
});
