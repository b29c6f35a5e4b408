import { octetsOfMs } from '../segment-header.js';
import { recordedTime } from './recorded-time.js';

const file = (channel: 'customer' | 'agent', startMs: number, ms: number, state = 'closed') => ({
  ...{ channel, startMs, octets: octetsOfMs(ms), state },
});
const lost = (channel: 'customer' | 'agent', fromMs: number, missingMs: number | null) => ({ channel, fromMs, missingMs });

describe('the time recorded', () => {
  it('counts what two channels have at the same time once, and nothing between two files', () => {
    expect(recordedTime([file('customer', 0, 1000), file('agent', 500, 1000), file('customer', 4000, 500)], [])).toBe(2000);
  });

  it('counts no silence that stands for what was lost', () => {
    expect(recordedTime([file('customer', 0, 30_000)], [lost('customer', 4000, 22_000)])).toBe(8000);
  });

  it('counts what one side has while the other lost it', () => {
    const both = [file('customer', 0, 30_000), file('agent', 0, 30_000)];
    expect(recordedTime(both, [lost('customer', 4000, 22_000)])).toBe(30_000);
    expect(recordedTime(both, [lost('customer', 4000, 22_000), lost('agent', 6000, 22_000)])).toBe(10_000);
  });

  it('takes nothing from a file for what lies outside of it, or in one that is removed', () => {
    const kept = [file('customer', 0, 10_000), file('agent', 0, 10_000, 'removed')];
    expect(recordedTime(kept, [lost('customer', 0, null), lost('agent', 0, 8000)])).toBe(10_000);
  });

  it('counts one stream of a channel while another of it is lost', () => {
    const two = [file('agent', 0, 10_000), file('agent', 0, 10_000)];
    expect(recordedTime(two, [lost('agent', 2000, 5000)])).toBe(10_000);
  });

  it('is nothing where nothing is there', () => {
    expect(recordedTime([], [lost('agent', 0, 500)])).toBe(0);
  });
});
