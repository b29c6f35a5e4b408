import { consentReceipt } from './consent-receipt.js';

const facts = {
  recordId: '0198a000-0000-7000-8000-000000000001',
  purpose: 'quality-check',
  issuedAt: '2026-11-22T10:00:00.000Z',
  language: 'en',
  personId: null,
  controller: 'Example Ltd',
  events: [
    { state: 'asked', at: '2026-11-20T10:00:00.000Z', evidence: 'announced', wordingVersion: 'en-1' },
    { state: 'given', at: '2026-11-20T10:00:05.000Z', evidence: 'digit', wordingVersion: 'en-1' },
    { state: 'withdrawn', at: '2026-11-20T10:01:00.000Z', evidence: 'dpo', wordingVersion: 'en-1' },
  ],
};

describe('the receipt of a consent', () => {
  it('tells every event and the state after the last one', () => {
    expect(consentReceipt(facts)).toMatchObject({
      '@type': 'dpv:ConsentReceipt',
      'dct:conformsTo': 'ISO/IEC TS 27560:2023',
      'dpv:hasRecordOfActivity': {
        'dpv:hasConsentStatus': 'dpv:ConsentWithdrawn',
        'dpv:hasEvent': [
          { 'dpv:hasConsentStatus': 'dpv:ConsentRequested' },
          { 'dpv:hasConsentStatus': 'dpv:ConsentGiven', 'dpv:hasIndicationMethod': 'digit' },
          { 'dpv:hasConsentStatus': 'dpv:ConsentWithdrawn' },
        ],
      },
    });
  });

  it('holds the notice and the end of the consent where they are known', () => {
    const receipt = consentReceipt({ ...facts, notice: 'This call may be recorded.', validUntil: '2027-11-20T10:00:05.000Z' });
    expect(receipt).toMatchObject({
      'dpv:hasRecordOfActivity': {
        'dct:valid': '2027-11-20T10:00:05.000Z',
        'dpv:hasNotice': { 'dct:hasVersion': 'en-1', 'dct:description': 'This call may be recorded.' },
      },
    });
  });
});
