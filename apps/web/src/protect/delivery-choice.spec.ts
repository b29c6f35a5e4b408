import { asOptions, asQuery, contentsOf } from './delivery-choice';

describe('what goes into a package', () => {
  it('is left to the server where nothing was chosen, and tells recordings that were', () => {
    const untouched = { language: '', recordings: undefined } as const;
    expect([asOptions(untouched), asQuery(untouched)]).toEqual([{}, '']);
    expect(asQuery({ language: '', recordings: true })).toBe('?recordings=true');
  });

  it('is asked for in the query of a download', () => {
    expect(asQuery({ language: 'et', recordings: false })).toBe('?language=et&recordings=false');
  });

  it('is the portable part alone for a case of portability', () => {
    expect([contentsOf('portability'), contentsOf('report')]).toEqual([['portable'], ['report', 'portable']]);
  });
});
