import { isOpener } from './opener';

const user = { id: '0198', login: 'dpo.one', displayName: 'Mari Õun' };

describe('the opener of a case', () => {
  it.each(['0198', 'dpo.one', 'Mari Õun'])('is recognised as %s', (openedBy) => {
    expect(isOpener(openedBy, user)).toBe(true);
  });

  it('is not another person', () => {
    expect(isOpener('dpo.two', user)).toBe(false);
  });
});
