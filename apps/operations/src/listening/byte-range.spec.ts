import { decideRange } from './byte-range.js';

describe('a Range header', () => {
  it.each([
    ['bytes=0-0', 0, 1],
    ['bytes=10-19', 10, 20],
    ['bytes=90-', 90, 100],
    ['bytes=90-500', 90, 100],
    ['bytes=-5', 95, 100],
    ['bytes=-500', 0, 100],
  ])('%s asks for a part', (header, from, to) => {
    expect(decideRange(header, 100)).toEqual({ answer: 'part', span: { from, to } });
  });

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('%s asks for nothing that is there', (header) => {
    expect(decideRange(header, 100)).toEqual({ answer: 'none' });
  });

  it.each([undefined, 'bytes=', 'bytes=-', 'bytes=5-2', 'bytes=0-1,4-5', 'items=0-1', 'bytes=a-b'])('%s is ignored', (header) => {
    expect(decideRange(header, 100)).toEqual({ answer: 'whole', span: { from: 0, to: 100 } });
  });
});
