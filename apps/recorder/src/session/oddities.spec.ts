import type { AudioChannel, ContactEventCode } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { Oddities } from './oddities.js';

describe('what is odd about the streams of a call', () => {
  beforeEach(() => {
    keptLog();
  });
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  it('is noted with the side that it is about', () => {
    const noted: (readonly [ContactEventCode, AudioChannel])[] = [];
    const oddities = new Oddities({ raise: () => undefined }, { note: (code, channel) => void noted.push([code, channel]) });
    const contact = '0198a000-0000-7000-8000-000000000001';
    for (const channel of ['customer', 'agent'] as const)
      oddities.hear(contact, channel, { code: 'clock-jumped', ms: 400 }, 1000);
    expect(noted).toEqual([
      ['stream.clock-jumped', 'customer'],
      ['stream.clock-jumped', 'agent'],
    ]);
  });
});
