import type { AudioChannel, ContactEventCode } from '@voxkeep/contracts';
import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { Oddities } from './oddities.js';

describe('what is odd about the streams of a call', () => {
  let log: string[];
  beforeEach(() => {
    log = keptLog();
  });
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  const [contact, trunk] = ['0198a000-0000-7000-8000-000000000001', '0198a000-0000-7000-8000-000000000002'];

  it('is noted with the side that it is about', () => {
    const noted: (readonly [ContactEventCode, AudioChannel])[] = [];
    const call = { note: (code: ContactEventCode, channel: AudioChannel) => void noted.push([code, channel]) };
    const oddities = new Oddities({ raise: () => undefined }, { id: trunk, tally: { noticed: () => undefined } }, call);
    for (const channel of ['customer', 'agent'] as const)
      oddities.hear(contact, channel, { code: 'clock-jumped', ms: 400 }, 1000);
    expect(noted).toEqual([
      ['stream.clock-jumped', 'customer'],
      ['stream.clock-jumped', 'agent'],
    ]);
  });

  it('is noted once for as long as it holds, and a bounded number of times in a call', () => {
    const noted: ContactEventCode[] = [];
    const call = { note: (code: ContactEventCode) => void noted.push(code) };
    const oddities = new Oddities({ raise: () => undefined }, { id: trunk, tally: { noticed: () => undefined } }, call);
    const other = { code: 'other-payload', payloadType: 18 } as const;
    for (let atMs = 0; atMs <= 70_000; atMs += 5000) oddities.hear(contact, 'customer', other, atMs);
    oddities.hear(contact, 'customer', { code: 'clock-jumped', ms: 400 }, 71_000);
    expect(noted).toEqual(['stream.other-payload', 'stream.clock-jumped']);
    oddities.hear(contact, 'customer', other, 82_000);
    expect(noted).toHaveLength(3);
    for (let times = 1; times <= 200; times += 1) oddities.hear(contact, 'customer', other, 82_000 + times * 20_000);
    expect(noted).toHaveLength(100);
  });

  it('is noted each time where it is the matter of a moment: a jump, a stream that moves away and back', () => {
    const noted: ContactEventCode[] = [];
    const call = { note: (code: ContactEventCode) => void noted.push(code) };
    const oddities = new Oddities({ raise: () => undefined }, { id: trunk, tally: { noticed: () => undefined } }, call);
    for (const atMs of [0, 10_000, 20_000]) oddities.hear(contact, 'customer', { code: 'clock-jumped', ms: 400 }, atMs);
    for (const [atMs, to] of [
      [30_000, 'elsewhere'],
      [36_000, 'announced'],
    ] as const)
      oddities.hear(contact, 'customer', { code: 'source-moved', to }, atMs);
    expect(noted).toEqual([...Array<string>(3).fill('stream.clock-jumped'), 'stream.source-moved', 'stream.source-moved']);
  });

  it('is counted of its trunk where the trunk can be set otherwise, and told with the trunk', () => {
    const counted: unknown[] = [];
    const tally = { noticed: (...told: unknown[]) => void counted.push(told) };
    const oddities = new Oddities({ raise: () => undefined }, { id: trunk, tally }, { note: () => undefined });
    oddities.hear(contact, 'customer', { code: 'foreign-packets', packets: 716 }, 1000);
    oddities.hear(contact, 'customer', { code: 'source-moved', to: 'elsewhere' }, 2000);
    oddities.hear(contact, 'customer', { code: 'source-moved', to: 'announced' }, 3000);
    oddities.hear(contact, 'customer', { code: 'clock-jumped', ms: 400 }, 4000);
    expect(counted).toEqual([
      [trunk, 'foreign-packets', 716],
      [trunk, 'source-moved'],
    ]);
    expect(log).toHaveLength(4);
    for (const line of log) expect(line).toMatch(/"trunk":"trunk_\w+"/);
  });
});
