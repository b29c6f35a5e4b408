import { VoxkeepError } from '@voxkeep/contracts';
import { problemOf } from './problem-of.js';

describe('the answer to a request that met an outage', () => {
  it('is 503 and says that the keyring is sealed, so that whoever asked knows who opens it', () => {
    const { problem } = problemOf(new VoxkeepError('keyring.sealed'));
    expect([problem.status, problem.code]).toEqual([503, 'keyring.sealed']);
  });

  it('is 503 and says that the vault is away: what lies in it is not lost', () => {
    const { problem } = problemOf(new VoxkeepError('vault.away', { state: 'unmarked' }));
    expect([problem.status, problem.code]).toEqual([503, 'vault.away']);
  });

  it('is 503 and no more for a keyring that does not answer', () => {
    const { problem } = problemOf(new VoxkeepError('keyring.unreachable'));
    expect([problem.status, problem.code]).toEqual([503, 'unavailable']);
  });
});
