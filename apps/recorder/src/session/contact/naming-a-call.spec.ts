import type { StreamParty } from '@voxkeep/telephony';
import { parseAddressOfRecord } from '@voxkeep/telephony';
import type { Offer } from '../../sip/endpoint.js';
import { correlationKeysOf } from './correlation-keys.js';
import { customerNumberOf } from './customer-number.js';

describe('the key of a contact', () => {
  const offer = (headers: Record<string, string> = {}) =>
    ({ callId: 'call-1', headers: (name: string) => (headers[name] === undefined ? [] : [headers[name]]) }) as unknown as Offer;
  const metadata = {
    mode: 'complete' as const,
    ...{ participants: [], streams: [], streamAssociations: [], sessionAssociations: [] },
    sessions: [{ id: 's', sipSessionIds: ['ab30317f1a784dc4;remote=0'] }],
  };

  it('is the header that the trunk names, without its parameters', () => {
    expect(correlationKeysOf(offer({ 'X-UCID': '00FA08;encoding=hex' }), { contactKeyHeader: 'X-UCID' }, metadata)).toEqual([
      { system: 'x-ucid', value: '00FA08' },
      { system: 'call-id', value: 'call-1' },
    ]);
  });

  it('is else the session of the metadata, else the Call-ID', () => {
    expect(correlationKeysOf(offer(), { contactKeyHeader: 'X-UCID' }, metadata)[0]).toEqual({
      system: 'sip-session-id',
      value: 'ab30317f1a784dc4',
    });
    expect(correlationKeysOf(offer(), { contactKeyHeader: null }, undefined)).toEqual([{ system: 'call-id', value: 'call-1' }]);
  });
});

describe('the number of the customer', () => {
  const party = (addresses: StreamParty['addresses'], more: Partial<StreamParty> = {}): StreamParty => ({
    ...{ index: 0, participantIds: ['p'], addresses, role: 'unknown', inseparable: false },
    ...more,
  });
  const of = (aor: string) => {
    const customer = parseAddressOfRecord(aor);
    return customerNumberOf([party([customer], { role: 'customer', customer })], 'EE');
  };

  it.each([
    ['tel:+3725550100', { number: '+3725550100', attribution: 'pending' }],
    ['sip:51234567@sbc.example', { number: '+37251234567', attribution: 'pending' }],
    ['tel:51234567;phone-context=+372', { number: '+37251234567', attribution: 'pending' }],
    ['tel:+37251234567;ext=12', { number: '+37251234567', attribution: 'pending' }],
    ['tel:51234567;phone-context=pbx.example', { attribution: 'none' }],
    ['sip:anonymous@anonymous.invalid', { attribution: 'withheld' }],
    ['sip:266696687@sbc.example', { attribution: 'withheld' }],
    ['sip:201@pbx.example', { attribution: 'none' }],
    ['sip:anna@pbx.example', { attribution: 'none' }],
    ['tel:12345678901234', { attribution: 'invalid' }],
  ])('of %s is %j', (aor, expected) => {
    expect(of(aor)).toEqual(expected);
  });

  it('is none where nobody is known to be the customer', () => {
    expect(customerNumberOf([party([parseAddressOfRecord('tel:+3725550100')])], 'EE')).toEqual({ attribution: 'none' });
  });

  it('is kept where one stream carries all voices', () => {
    const [agent, customer] = [parseAddressOfRecord('sip:7001@pbx'), parseAddressOfRecord('tel:+3725550100')];
    const mixed = party([agent, customer], { participantIds: ['a', 'c'], inseparable: true, customer });
    expect(customerNumberOf([mixed], 'EE')).toEqual({ number: '+3725550100', attribution: 'pending' });
  });
});
