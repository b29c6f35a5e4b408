import { http } from '@voxkeep/contracts';
import { dayAfter } from './ledger-query';
import { emptyEntry, entryBody } from './typed-entry';

describe('a new entry of the ledger', () => {
  it('is what the interface takes', () => {
    const body = entryBody({ ...emptyEntry, value: ' +3725550100 ', wordingVersion: 'en-1', validUntil: '2027-11-22' });
    expect(http.consentEntryBody.parse(body)).toMatchObject({ phone: '+3725550100', validUntil: dayAfter('2027-11-22') });
  });

  it('needs the wording for a yes and none for a no', () => {
    const of = (state: 'given' | 'refused') => http.consentEntryBody.safeParse(entryBody({ ...emptyEntry, value: '123', state }));
    expect([of('given').success, of('refused').success]).toEqual([false, true]);
  });
});
