import { asOptions, asQuery, contentsOf } from './delivery-choice';

describe('what goes into a package', () => {
  it('is left to the server where nothing was chosen', () => {
    expect([asOptions({ language: '', recordings: true }), asQuery({ language: '', recordings: true })]).toEqual([{}, '']);
  });

  it('is asked for in the query of a download', () => {
    expect(asQuery({ language: 'et', recordings: false })).toBe('?language=et&recordings=false');
  });

  it('is the portable part alone for a case of portability', () => {
    expect([contentsOf('portability'), contentsOf('report')]).toEqual([['portable'], ['report', 'portable']]);
  });
});
