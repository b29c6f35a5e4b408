import { contactIdIn } from './contact-reference';

describe('the reference of a contact', () => {
  const id = '0193b0c0-0000-7000-8000-000000000001';

  it.each([id, id.toUpperCase(), ` ${id} `, `https://voxkeep.example/contacts/${id}?from=list`])('is found in %s', (text) => {
    expect(contactIdIn(text)).toBe(id);
  });

  it.each(['', 'contact 12', '+372 5550 1234'])('is not made up from %s', (text) => {
    expect(contactIdIn(text)).toBeUndefined();
  });
});
