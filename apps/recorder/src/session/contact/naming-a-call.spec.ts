import { encodeFact, type CallFact } from '@voxkeep/recording';
import type { PartyAddress, StreamParty } from '@voxkeep/telephony';
import { parseAddressOfRecord } from '@voxkeep/telephony';
import type { Offer } from '../../sip/endpoint.js';
import { correlationKeysOf } from './correlation-keys.js';
import { PartyBook } from './party-book.js';
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

describe('names of any length', () => {
  const odd = '\u0001'.repeat(60_000);

  it('are a key by their hash, the same for the same name', () => {
    const offer = { callId: odd, headers: () => [odd] } as unknown as Offer;
    const [first, last] = correlationKeysOf(offer, { contactKeyHeader: 'X-UCID' }, undefined);
    expect(first).toEqual({ system: 'x-ucid', value: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string });
    expect(last?.value).toBe(first.value);
    expect(correlationKeysOf({ ...offer, callId: `${odd}x` }, { contactKeyHeader: null }, undefined)[0].value).not.toBe(
      first.value,
    );
  });

  it('make a fact that the journal takes', () => {
    const facts: CallFact[] = [];
    const address = { number: odd, user: odd, host: odd, withheld: false } as PartyAddress;
    const party = {
      index: 0,
      participantIds: [],
      addresses: Array.from({ length: 20 }, () => address),
      role: 'agent',
      label: odd,
    };
    new PartyBook({ keepsAddresses: true }, { write: (fact) => void facts.push(fact) }).apply(
      [party as unknown as StreamParty],
      1,
    );
    expect(facts).toHaveLength(1);
    expect(Buffer.byteLength(encodeFact(facts[0]!))).toBeLessThan(16_000);
  });
});

describe('the parties of a call', () => {
  const withheld = parseAddressOfRecord('sip:anonymous@anonymous.invalid');
  const booked = (role: StreamParty['role'], tellings: readonly StreamParty['addresses'][], keepsAddresses = true) => {
    const facts: CallFact[] = [];
    const book = new PartyBook({ keepsAddresses }, { write: (fact) => void facts.push(fact) });
    for (const [at, addresses] of tellings.entries())
      book.apply([{ index: 0, participantIds: ['p'], addresses, role, inseparable: false }], at);
    return facts.map((fact) => ('named' in fact ? fact.named[0]?.user : fact.kind));
  };
  const [seven, eight] = [parseAddressOfRecord('sip:7001@pbx'), parseAddressOfRecord('sip:7001@sbc')];

  it.each([
    ['without an address', []],
    ['with an address that is withheld', [withheld]],
  ])('that were told %s join by their address once it is told, and stay', (_what, addresses) => {
    const joined = booked('agent', [addresses, [seven], [withheld], [eight]]);
    expect(joined).toEqual([addresses[0]?.user, 'party-left', '7001']);
  });

  it('stay as they are where the customer’s address may not be kept', () => {
    expect(booked('customer', [[withheld], [seven]], false)).toEqual([undefined]);
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
