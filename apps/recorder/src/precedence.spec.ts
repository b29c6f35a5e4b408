import { diagnostics } from '@voxkeep/platform';
import { keptLog } from '../../../libs/platform/src/diagnostics/kept-log.fixture.js';
import { goesFirst, tellPrecedence } from './precedence.js';

describe('a recorder', () => {
  afterEach(() => {
    diagnostics.replace(undefined);
  });

  it.each([
    [-10, true, 0],
    [0, false, 1],
    [10, false, 1],
  ])('of niceness %d goes first: %s, and says so when it does not', (niceness, first, lines) => {
    const log = keptLog();
    tellPrecedence(niceness);
    expect(goesFirst(niceness)).toBe(first);
    expect(log.filter((line) => line.includes('recorder.not-first'))).toHaveLength(lines);
  });
});
