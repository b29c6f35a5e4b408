import { leftOfMeasure } from './left-of-measure.js';

const measure = { channel: 'customer', keptMs: 9900 };
/** Ten seconds of G.711, a tenth of a second of which was invented silence. */
const file = { channel: 'customer', octets: 80_000, state: 'closed' };

describe('what is left of what was kept', () => {
  it('is all of it while its files stand', () => {
    expect(leftOfMeasure(measure, [file])).toEqual({ keptMs: 9900, removedMs: 0 });
  });

  it('is nothing once its files were removed', () => {
    expect(leftOfMeasure(measure, [{ ...file, state: 'removed' }])).toEqual({ keptMs: 0, removedMs: 9900 });
  });

  it('is nothing once the books hold no file of it any more', () => {
    expect(leftOfMeasure(measure, [{ ...file, channel: 'agent' }])).toEqual({ keptMs: 0, removedMs: 9900 });
  });

  it('is what the other session of the part kept when one was withdrawn', () => {
    const files = [
      { ...file, octets: 32_000 },
      { ...file, state: 'removed' },
    ];
    expect(leftOfMeasure(measure, files)).toEqual({ keptMs: 4000, removedMs: 5900 });
  });
});
