import { parseAddressOfRecord } from './address-of-record.js';
import type { RecordingMetadata } from './metadata.js';
import { matchParties } from './parties.js';
import type { PartyRule } from './parties.js';

describe('an address of record', () => {
  it.each([
    ['sip:+3725550100@sbc.example;user=phone', { number: '+3725550100', withheld: false }],
    ['tel:+372-555-0100;phone-context=x', { number: '+3725550100', withheld: false }],
    ['tel:06-698-12345;phone-context=+39', { number: '+390669812345', withheld: false }],
    ['sip:555-0100;phone-context=+372@sbc.example', { number: '+3725550100', host: 'sbc.example', withheld: false }],
    ['tel:5550100;phone-context=pbx.example', { number: '5550100', local: true, withheld: false }],
    ['tel:+3725550100;ext=7001;isub=12;postd=p99', { number: '+3725550100', ext: '7001', withheld: false }],
    ['<sip:7001@pbx.example:5060;transport=tcp>', { number: '7001', host: 'pbx.example', withheld: false }],
    ['+3725550100', { number: '+3725550100', withheld: false }],
    ['sip:7001@pbx.example', { number: '7001', host: 'pbx.example', withheld: false }],
    ['sip:anonymous@anonymous.invalid', { withheld: true }],
    ['sip:Restricted@192.0.2.1', { withheld: true }],
    ['sip:%2B3725550100@x', { number: '+3725550100', withheld: false }],
    ['', { withheld: true }],
  ])('%s is read', (aor, expected) => {
    expect(parseAddressOfRecord(aor)).toMatchObject(expected);
  });

  it('is withheld when the Privacy header asks for it', () => {
    expect(parseAddressOfRecord('sip:+3725550100@x', ['session; id']).withheld).toBe(true);
    expect(parseAddressOfRecord('sip:+3725550100@x', ['none']).withheld).toBe(false);
  });
});

describe('the parties of a call', () => {
  const metadata = (first: string, second: string): RecordingMetadata => ({
    mode: 'complete',
    sessions: [],
    sessionAssociations: [],
    participants: [
      { id: 'P1', aors: [first], names: [] },
      { id: 'P2', aors: [second], names: [] },
    ],
    streams: [
      { id: 'T1', label: '10' },
      { id: 'T2', label: '20' },
    ],
    streamAssociations: [
      { participantId: 'P1', sends: ['T1'], receives: [] },
      { participantId: 'P2', sends: ['T2'], receives: [] },
    ],
  });
  const streams = [
    { index: 0, label: '10' },
    { index: 1, label: '20' },
  ];
  const external: PartyRule = { customerIs: 'external-number', ownNumberPrefixes: ['+372 6'], region: 'EE' };
  const roles = (first: string, second: string, rule = external): readonly string[] =>
    matchParties(streams, metadata(first, second), rule).map(({ role }) => role);

  it('are told by the number that is not of the house', () => {
    expect(roles('sip:7001@pbx', 'sip:+3725550100@sbc')).toEqual(['agent', 'customer']);
    expect(roles('tel:+15551234567', 'tel:+3726001000')).toEqual(['customer', 'agent']);
  });

  it.each(['6001000', '003726001000', 'sip:600-1000;phone-context=+372@sbc', 'tel:51234567;phone-context=pbx.example'])(
    'are told by a number of the house in another spelling: %s',
    (own) => {
      expect(roles('tel:+15551234567', own)).toEqual(['customer', 'agent']);
    },
  );

  it('are told when the customer withholds the number', () => {
    expect(roles('sip:7001@pbx', 'sip:anonymous@anonymous.invalid')).toEqual(['agent', 'customer']);
  });

  it('stay unknown when both or neither are external', () => {
    expect(roles('tel:+15551234567', 'tel:+15557654321')).toEqual(['unknown', 'unknown']);
    expect(roles('sip:7001@pbx', 'sip:7002@pbx')).toEqual(['unknown', 'unknown']);
  });

  it('are told by position without metadata', () => {
    const rule: PartyRule = { customerIs: 'second-stream', ownNumberPrefixes: [], region: 'EE' };
    expect(matchParties(streams, undefined, rule).map(({ role }) => role)).toEqual(['agent', 'customer']);
  });

  it('have no role in a mixed stream', () => {
    const shared = {
      ...metadata('sip:7001@pbx', 'tel:+15551234567'),
      streams: [
        { id: 'T1', label: '10' },
        { id: 'T2', label: '10' },
      ],
    };
    expect(matchParties([{ index: 0, label: '10' }], shared, external)).toMatchObject([
      { role: 'unknown', inseparable: true, participantIds: ['P1', 'P2'] },
    ]);
  });

  describe('in one stream that carries all voices', () => {
    const one = (first: string, second: string, associations = true): RecordingMetadata => ({
      ...metadata(first, second),
      streams: [{ id: 'T1', label: '10' }],
      streamAssociations: associations
        ? ['P1', 'P2'].map((participantId) => ({ participantId, sends: ['T1'], receives: [] }))
        : [],
    });
    const customerIn = (told: RecordingMetadata | undefined, rule = external) =>
      matchParties([{ index: 0, label: '10' }], told, rule)[0]?.customer?.number;

    it('keep the number of the customer, whoever is named first and whatever the rule of the trunk', () => {
      expect(customerIn(one('sip:7001@pbx', 'tel:+15551234567'))).toBe('+15551234567');
      expect(customerIn(one('tel:+15551234567', 'tel:+3726001000'))).toBe('+15551234567');
      expect(customerIn(one('sip:7001@pbx', 'tel:+15551234567'), { ...external, customerIs: 'second-stream' })).toBe(
        '+15551234567',
      );
    });

    it('keep it when the metadata do not say who speaks in the stream', () => {
      expect(customerIn(one('sip:7001@pbx', 'tel:+15551234567', false))).toBe('+15551234567');
    });

    it('give none where both or neither could be the customer', () => {
      expect(customerIn(one('tel:+15557654321', 'tel:+15551234567'))).toBeUndefined();
      expect(customerIn(one('sip:7001@pbx', 'sip:7002@pbx'))).toBeUndefined();
      expect(customerIn(undefined)).toBeUndefined();
    });
  });
});
