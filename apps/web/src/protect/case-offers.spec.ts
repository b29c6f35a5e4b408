import { actsOf } from './case-offers';

const offered = (state: 'reported' | 'closed', handedOver: boolean) =>
  actsOf({ kind: 'report', state, handedOver, extended: false }).map(({ word }) => word);

describe('what may be done with a case', () => {
  it('is to close it once its report was built, also after it was handed over, and nothing when it is closed', () => {
    expect([offered('reported', false), offered('reported', true), offered('closed', true)]).toEqual([
      ['answer', 'own', 'extend'],
      ['answer'],
      [],
    ]);
  });
});
