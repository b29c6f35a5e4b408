import { labelFor, wordFor } from './words';

describe('a word for a code', () => {
  it('is the one in the catalogue', () => {
    expect(wordFor({ role: { agent: 'Agent' } }, 'role', 'agent')).toBe('Agent');
  });

  it('is the code itself, readable, when the server is newer than the page', () => {
    expect(wordFor({}, 'role', 'night-shift_lead')).toBe('Night shift lead');
  });
});

describe('a label of the personal-data catalogue', () => {
  it('is found by its key', () => {
    expect(labelFor({ 'contact-point': 'Contact point' }, 'field.contact-point')).toBe('Contact point');
  });

  it('reads as its last part when it is not known', () => {
    expect(labelFor({}, 'field.shoe-size')).toBe('Shoe size');
  });
});
