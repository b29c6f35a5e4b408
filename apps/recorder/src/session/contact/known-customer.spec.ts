import { hearParties, type PartyRule, type RecordingMetadata } from '@voxkeep/telephony';
import { KnownCustomer } from './known-customer.js';

const customer = 'tel:+3725550100';
const agent = 'sip:7001@pbx.example';
const colleague = 'sip:7002@pbx.example';

/** Everybody speaks in one stream; `ids` alone are told where an address is empty. */
const metadata = (...people: readonly (readonly [id: string, ...aors: readonly string[]])[]): RecordingMetadata => ({
  ...{ mode: 'complete', sessions: [], sessionAssociations: [], streams: [{ id: 's1', label: '1' }] },
  participants: people.map(([id, ...aors]) => ({ id, aors, names: [] })),
  streamAssociations: people.map(([participantId]) => ({ participantId, sends: ['s1'], receives: [] })),
});

describe('the customer of a call in which all voices share one stream', () => {
  const isAwayAfter = (customerIs: PartyRule['customerIs'], ...told: readonly RecordingMetadata[]): boolean => {
    const known = new KnownCustomer('EE');
    const rule = { customerIs, ownNumberPrefixes: ['+3726'], region: 'EE' };
    for (const each of told) known.hear(hearParties([{ index: 0, label: '1' }], each, rule));
    return known.isAway;
  };
  const both = metadata(['a', customer], ['g', agent]);

  describe.each(['external-number', 'first-stream', 'second-stream'] as const)('where the customer is told by %s', (rule) => {
    it.each([
      ['the agent alone is', metadata(['g', agent])],
      ['the agent and a colleague are', metadata(['g', agent], ['h', colleague])],
      ['a number of the house is', metadata(['h', 'tel:+37260012345'])],
    ])('is away once %s told', (_what, told) => {
      expect(isAwayAfter(rule, both, told)).toBe(true);
    });

    it('is away where the number was withheld', () => {
      expect(isAwayAfter(rule, metadata(['a', 'sip:anonymous@anonymous.invalid'], ['g', agent]), metadata(['g', agent]))).toBe(
        true,
      );
    });

    it.each([
      ['is told again', [both, metadata(['g', agent]), both]],
      [
        'is told by another of their addresses',
        [metadata(['a', customer, 'sip:ann@x'], ['g', agent]), metadata(['a', 'sip:ann@x'])],
      ],
      ['may be one of whom only an id is told', [both, metadata(['a'], ['g', agent])]],
      ['was never told', [metadata(['g', agent]), metadata(['g', agent], ['h', colleague])]],
      ['may be there, as nobody is told', [both, metadata()]],
    ] as const)('is not away where the customer %s', (_what, told) => {
      expect(isAwayAfter(rule, ...told)).toBe(false);
    });
  });
});
